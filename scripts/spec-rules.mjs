/** Holds `docs/spec.md` and the tests together: each rule has a test, and tests name only rules that exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const ruleLine = /^\s*[-*] \*\*([A-Z]{2}-\d{2})\*\*/gm
const id = /\b[A-Z]{2}-\d{2}\b/g
/** A test, a suite, or a whole contract suite (`describeMessageLog('LG-01 …', …)`). */
const testFunction = /^(it|test|describe\w*)$/

/**
 * @param {string} root a folder laid out like this project
 * @returns {{ rules: number, problems: string[] }}
 */
export function checkSpec(root) {
  const spec = join(root, 'docs/spec.md')
  const text = existsSync(spec) ? readFileSync(spec, 'utf8') : ''
  const rules = [...text.matchAll(ruleLine)].map(([, rule = '']) => rule)
  const twice = rules.filter((rule, index) => rules.indexOf(rule) !== index)
  const files = ['src', 'e2e', 'scripts'].flatMap((folder) => sources(root, folder))
  const tested = new Map(files.flatMap((file) => rulesInTitles(root, file)))
  const problems = [
    ...(rules.length ? [] : ['docs/spec.md: the check saw no rule, so it proves nothing']),
    ...twice.map((rule) => `${rule}: there are two rules of this name`),
    ...rules.filter((rule) => !tested.has(rule)).map((rule) => `${rule}: no test carries it in its title`),
    ...[...tested]
      .filter(([rule]) => !rules.includes(rule))
      .map(([rule, file]) => `${rule}: in a title of ${file}, but not in docs/spec.md`),
  ]
  return { rules: rules.length, problems }
}

/**
 * @param {string} root
 * @param {string} folder
 */
function sources(root, folder) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))
}

/**
 * @param {string} root
 * @param {string} file
 * @returns {[rule: string, file: string][]}
 */
function rulesInTitles(root, file) {
  const text = readFileSync(join(root, file), 'utf8')
  /** @type {[string, string][]} */
  const found = []
  /** @param {ts.Node} node */
  const visit = (node) => {
    const title = ts.isCallExpression(node) && isTest(node.expression) ? node.arguments[0] : undefined
    if (title && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))) {
      for (const rule of title.getText().match(id) ?? []) found.push([rule, file])
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true))
  return found
}

/**
 * Whether this is `it`, `it.each(table)`, `test.concurrent` …; what is skipped proves nothing.
 * @param {ts.Expression} callee
 * @returns {boolean}
 */
function isTest(callee) {
  if (ts.isIdentifier(callee)) return testFunction.test(callee.text)
  if (ts.isCallExpression(callee)) return isTest(callee.expression)
  if (!ts.isPropertyAccessExpression(callee)) return false
  return !/^(skip|todo|fixme)$/.test(callee.name.text) && isTest(callee.expression)
}
