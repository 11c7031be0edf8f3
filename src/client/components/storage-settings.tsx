/** What this browser keeps, how safe it is, and how much space it takes. */

import { HardDrive } from 'lucide-react'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useFormats } from '@/client/hooks/use-text'
import type { MoreText } from '@/client/language/en/more-text'
import type { StorageFacts } from '@/client/stores/browser-storage'
import type { StorageState } from '@/client/sync/local-store'
import { SettingsSection } from './settings-section'

interface StorageSettingsProps {
  state: StorageState
  /** Undefined until they are known. */
  facts: StorageFacts | undefined
}

export function StorageSettings({ state, facts }: StorageSettingsProps) {
  const { storage } = useMoreText()
  return (
    <SettingsSection icon={HardDrive} title={storage.title}>
      {facts?.used !== undefined && state !== 'memory' && <Usage used={facts.used} quota={facts.quota} />}
      <p>{whatIsKept(state, facts, storage)}</p>
      {facts?.isSecure === false && <p className="text-muted">{storage.insecure}</p>}
    </SettingsSection>
  )
}

function whatIsKept(
  state: StorageState,
  facts: StorageFacts | undefined,
  storage: MoreText['storage'],
): string {
  if (state === 'memory') return storage.keptNothing
  if (facts?.isPersistent === undefined) return storage.kept
  return facts.isPersistent ? storage.keptForGood : storage.keptForNow
}

function Usage({ used, quota }: { used: number; quota: number | undefined }) {
  const { storage } = useMoreText()
  const { size } = useFormats()
  const share = quota === undefined || quota === 0 ? undefined : Math.min(1, used / quota)
  return (
    <div className="flex flex-col gap-1.5">
      <p className="font-medium tabular-nums">
        {quota === undefined ? storage.used(size(used)) : storage.usedOf(size(used), size(quota))}
      </p>
      {share !== undefined && (
        <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-bubble">
          <div className="h-full min-w-1.5 rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
        </div>
      )}
    </div>
  )
}
