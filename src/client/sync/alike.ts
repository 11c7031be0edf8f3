/** Keeps a value that says the same as the next one, so that nobody looks at it again. Pure. */

/** The value from before where the next one has the same fields, by identity; otherwise the next one. */
export function keptIfAlike<Value extends object>(before: Value | undefined, next: Value): Value {
  if (before === undefined) return next
  const [old, all] = [new Map(Object.entries(before)), Object.entries(next)]
  const isAlike =
    old.size === all.length && all.every(([name, field]) => old.has(name) && old.get(name) === field)
  return isAlike ? before : next
}
