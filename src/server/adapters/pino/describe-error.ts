/** What may be told of an error: messages of errors may quote what people wrote, so nothing of them (LO-02). */
export interface ErrorDescription {
  name: string
  code?: string
  frames?: string[]
  causes?: ErrorDescription[]
}

/** Deeper causes are left out: a chain of causes may be a circle. */
const maxDepth = 5

/** @returns its name, code, frames and causes; only that it was none, for a thrown value that is no error */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { name: 'a value that is no error' }
  const code = 'code' in error ? String(error.code) : ''
  const frames = framesOf(error)
  const inner = error instanceof AggregateError ? [...error.errors] : []
  if (error.cause !== undefined) inner.push(error.cause)
  return {
    name: error.name,
    ...(/^[\w.-]{1,60}$/.test(code) && { code }),
    ...(frames.length > 0 && { frames }),
    ...(inner.length > 0 &&
      depth < maxDepth && { causes: inner.map((one) => describeError(one, depth + 1)) }),
  }
}

/** A line of the message can look like a frame: only what follows the whole message counts. */
function framesOf({ stack = '', message }: Error): string[] {
  const afterName = stack.replace(/^[\w$. [\]]*(: )?/, '')
  const trace = afterName.startsWith(message) ? afterName.slice(message.length) : ''
  if (!trace.startsWith('\n    at ')) return []
  return trace
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
}
