'use client'

/** Says, in a corner, that a newer version is there. What is being written stays; nothing happens by itself. */
import { Sparkles, X } from 'lucide-react'
import { useState } from 'react'
import { useNewVersion } from '@/client/hooks/use-new-version'
import { Button } from './button'

export function NewVersionNotice() {
  const { isReady, take } = useNewVersion()
  const [later, setLater] = useState(false)
  return (
    <output
      aria-label="Application"
      className="safe-sides pointer-events-none fixed inset-x-0 top-0 z-40 flex justify-center"
    >
      {isReady && !later && (
        <span className="appear pointer-events-auto m-3 flex items-center gap-1 rounded-2xl border border-line bg-raised py-1 ps-4 pe-1 text-sm shadow-lg">
          <Sparkles size={16} aria-hidden="true" className="shrink-0 text-accent" />
          <span className="px-1.5">A new version of Parley is ready.</span>
          <Button kind="quiet" className="text-accent" onClick={take}>
            Reload
          </Button>
          <Button kind="icon" aria-label="Later" onClick={() => setLater(true)}>
            <X size={16} aria-hidden="true" />
          </Button>
        </span>
      )}
    </output>
  )
}
