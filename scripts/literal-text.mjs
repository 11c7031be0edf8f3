/** Finds text for people that stands in the code of the interface, and not in the catalogue of its language. */
import ts from 'typescript'

/** What is read out or shown, whatever it is given to. */
const spoken =
  /^(aria-(label|description|valuetext)|alt|beginning|heading|label|placeholder|submit|title|verb)$/
const letter = /\p{L}/u
/** A capital, and another word: what is no text for people hardly ever begins like this. */
const sentence = /^\s*\p{Lu}[\p{L}’']*[,:]? \p{L}/u
/** The same in every language, or a level of headings. */
const fine = /^(Parley|h[1-6])$/

/**
 * Each as "line: text".
 *
 * @param {string} code of TypeScript
 * @param {string} [file] its name
 * @returns {string[]}
 */
export function literalText(code, file = 'some.tsx') {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true)
  /** @type {Map<number, string>} */
  const found = new Map()
  visit(source)
  return [...found].map(([at, text]) => `${source.getLineAndCharacterOfPosition(at).line + 1}: ${text}`)

  /** @param {ts.Node} node */
  function visit(node) {
    if (ts.isJsxText(node)) tell(node, letter)
    else if (ts.isJsxAttribute(node) && spoken.test(node.name.getText())) shown(node.initializer)
    else if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) shown(node.expression)
    else if (isText(node) && !isForDevelopers(node)) tell(node, sentence)
    ts.forEachChild(node, visit)
  }

  /** What an expression shows of its own: not what it compares with, or gives to a function. @param {ts.Node | undefined} node */
  function shown(node) {
    if (node === undefined) return
    if (isText(node)) tell(node, letter)
    else if (ts.isTemplateExpression(node)) for (const { literal } of node.templateSpans) shown(literal)
    if (ts.isTemplateExpression(node)) shown(node.head)
    else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(shown)
    else if (ts.isBinaryExpression(node) && isChoice(node.operatorToken.kind))
      [node.left, node.right].forEach(shown)
    else if (ts.isParenthesizedExpression(node) || ts.isJsxExpression(node)) shown(node.expression)
  }

  /** @param {ts.Node & { text: string }} node @param {RegExp} what */
  function tell(node, what) {
    const text = node.text.trim().replace(/\s+/g, ' ')
    if (what.test(node.text) && !fine.test(text)) found.set(node.getStart(), text)
  }
}

/** @param {ts.Node} node @returns {node is ts.Node & { text: string }} */
function isText(node) {
  return ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)
}

/** `a && 'text'`, `a ?? 'text'`. @param {ts.SyntaxKind} kind */
function isChoice(kind) {
  const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken } = ts.SyntaxKind
  return kind === AmpersandAmpersandToken || kind === BarBarToken || kind === QuestionQuestionToken
}

/** What an error says of itself is for the log. @param {ts.Node} node */
function isForDevelopers(node) {
  return ts.isNewExpression(node.parent) && /Error$/.test(node.parent.expression.getText())
}
