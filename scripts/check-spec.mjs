/** Fails when `docs/spec.md` and the tests have drifted apart. */

import { checkSpec } from './spec-rules.mjs'
import { root } from './stages.mjs'

const { rules, problems } = checkSpec(root)
for (const problem of problems) console.error(problem)
console.log(`spec: ${rules} rules, ${problems.length} problems`)
if (problems.length) process.exitCode = 1
