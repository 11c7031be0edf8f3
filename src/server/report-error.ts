/** Tells the console that something went wrong, without what people wrote: messages of errors may quote it. */
export function reportError(error: unknown): void {
  if (!(error instanceof Error)) {
    console.error('Error: a value that is no error was thrown')
    return
  }
  const code = 'code' in error ? ` ${String(error.code)}` : ''
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  console.error([`${error.name}${code}`, ...frames].join('\n'))
  if (error.cause !== undefined) reportError(error.cause)
}
