/**
 * `npm run seed -- --address http://127.0.0.1:3000`: fills a workspace of a running installation with people who write to
 * each other in many languages, so that there is something to look at.
 */
import { parseArgs } from 'node:util'
import { passwordFor } from './seed/password-for'
import { people, workspaceName } from './seed/people'
import { seedWorkspace, whyNotSeeded } from './seed/seed-workspace'

try {
  const { values } = parseArgs({
    options: {
      address: { type: 'string', default: `http://127.0.0.1:${process.env.PORT || 3000}` },
      password: { type: 'string' },
    },
  })
  const { origin, hostname } = new URL(values.address)
  const password = passwordFor(hostname, values.password)
  console.log(`Parley: filling "${workspaceName}" at ${origin}`)
  const seeded = await seedWorkspace({ address: origin, password, now: new Date() })
  console.log(
    `Parley: ${seeded.people} people, ${seeded.rooms} rooms, ${seeded.messages} messages, of which ${seeded.added} are new.\n\n` +
      `Open ${origin}, choose "I have an account", and be one of them:\n\n` +
      [people.mira, people.jonas, people.layla]
        .map(({ name, email }) => `  ${email.padEnd(28)} ${name}\n`)
        .join('') +
      `\nThe password of all is: ${password}`,
  )
} catch (error) {
  console.error(`Parley: ${whyNotSeeded(error)}`)
  process.exitCode = 1
}
