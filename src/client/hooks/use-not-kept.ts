/** Why this browser did not keep what somebody did the last time; gone with the next thing that it keeps. */
import { useState } from 'react'
import { useText } from './use-text'
import { type Deed, whyNotKept } from './why-not-kept'

export interface NotKept {
  /** For people. `nth` differs each time, also when the same thing went wrong again: as a key, it has it read out again. */
  problem: { text: string; nth: number } | undefined
  /** Waits for what `RoomActions` answers. */
  watch: (deed: Deed, taken: Promise<boolean>) => void
  dismiss: () => void
}

export function useNotKept(): NotKept {
  const words = useText()
  const [problem, setProblem] = useState<NotKept['problem']>()

  function watch(deed: Deed, taken: Promise<boolean>) {
    void whyNotKept(deed, taken, words).then((text) =>
      setProblem((before) => (text === undefined ? undefined : { text, nth: (before?.nth ?? 0) + 1 })),
    )
  }

  return { problem, watch, dismiss: () => setProblem(undefined) }
}
