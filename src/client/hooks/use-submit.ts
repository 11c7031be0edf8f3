/** One attempt at a time: whether it runs, and why the last one failed. */
import { useState } from 'react'
import { useText } from './use-text'
import { whyFailed } from './why-failed'

export interface Submit {
  busy: boolean
  problem: string | undefined
  setProblem: (problem: string | undefined) => void
  /** Does nothing while an attempt runs. */
  run: (attempt: () => Promise<void>) => void
}

export function useSubmit(): Submit {
  const text = useText()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()

  function run(attempt: () => Promise<void>) {
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    attempt()
      .catch((error: unknown) => setProblem(whyFailed(error, text)))
      .finally(() => setBusy(false))
  }

  return { busy, problem, setProblem, run }
}
