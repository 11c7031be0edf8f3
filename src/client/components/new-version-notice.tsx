'use client'

/** One line over everything that says that a newer version is there. What is being written stays; nothing happens by itself. */
import { Sparkles, X } from 'lucide-react'
import { useState } from 'react'
import { useNewVersion } from '@/client/hooks/use-new-version'
import { useText } from '@/client/hooks/use-text'
import { Button } from './button'

export function NewVersionNotice() {
  const { app } = useText()
  const { isReady, take } = useNewVersion()
  const [later, setLater] = useState(false)
  return (
    <output
      aria-label={app.application}
      className="safe-top fixed inset-x-0 top-2 z-30 mx-auto block w-fit max-w-full"
    >
      {isReady && !later && (
        <span className="appear mx-2 flex items-center rounded-2xl border border-line bg-raised text-sm text-ink shadow-lg shadow-black/10">
          <Sparkles size={15} aria-hidden="true" className="ms-4 me-2 shrink-0 text-accent" />
          {app.newVersion}
          <Button kind="quiet" className="underline underline-offset-2" onClick={take}>
            {app.reload}
          </Button>
          <Button kind="icon" aria-label={app.later} onClick={() => setLater(true)}>
            <X size={15} aria-hidden="true" />
          </Button>
        </span>
      )}
    </output>
  )
}
