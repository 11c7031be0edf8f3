/** Something that is said and then forgotten again. */
import { useCallback, useEffect, useState } from 'react'

/** How long (ms): long enough to be read. */
const time = 2_500

export function useBriefly<Value>(): [Value | undefined, (value: Value) => void] {
  const [said, setSaid] = useState<{ value: Value }>()
  useEffect(() => {
    if (said === undefined) return
    const timer = setTimeout(() => setSaid(undefined), time)
    return () => clearTimeout(timer)
  }, [said])
  return [said?.value, useCallback((value: Value) => setSaid({ value }), [])]
}
