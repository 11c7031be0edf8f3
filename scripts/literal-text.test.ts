import { expect, it } from 'vitest'
import { literalText } from './literal-text.mjs'

it.each([
  ['<p>Hello</p>', 'Hello'],
  ['<p>{count} new</p>', 'new'],
  ['<p>{isOpen ? "Close" : text.open}</p>', 'Close'],
  [`<p>{isOpen && \`Close \${name}\`}</p>`, 'Close'],
  ['<button aria-label="Close" />', 'Close'],
  [`<input placeholder={\`\${name} or none\`} />`, 'or none'],
  ['setProblem("This did not work.")', 'This did not work.'],
  [`const labels = { open: \`Message from \${name}\` }`, 'Message from'],
])('LA-07 text in the code is found: %s', (code, text) => {
  expect(literalText(code)).toEqual([`1: ${text}`])
})

it.each([
  '<p>{text.room.archived}</p>',
  '<p className="mt-4 Bold">{kind === "direct" ? text.a : text.b}</p>',
  '<p> · </p>',
  '<h1>Parley</h1>',
  '<Popover label={text.actions} align="end" />',
  'throw new Error("This needs a signed-in user")',
  'if (event.key === "ArrowDown") go("next-room")',
])('LA-07 and nothing else is: %s', (code) => {
  expect(literalText(code)).toEqual([])
})
