/** What this browser keeps, how safe it is, and how much space it takes. */
import { HardDrive } from 'lucide-react'
import type { StorageFacts } from '@/client/stores/browser-storage'
import type { StorageState } from '@/client/sync/local-store'
import { SettingsSection } from './settings-section'

interface StorageSettingsProps {
  state: StorageState
  /** Undefined until they are known. */
  facts: StorageFacts | undefined
}

export function StorageSettings({ state, facts }: StorageSettingsProps) {
  return (
    <SettingsSection icon={HardDrive} title="Storage">
      {facts?.used !== undefined && state !== 'memory' && <Usage used={facts.used} quota={facts.quota} />}
      <p>{whatIsKept(state, facts)}</p>
      {facts?.isSecure === false && (
        <p className="text-muted">
          Starting without a network needs HTTPS or localhost. Everything else works here too.
        </p>
      )}
    </SettingsSection>
  )
}

function whatIsKept(state: StorageState, facts: StorageFacts | undefined): string {
  if (state === 'memory')
    return 'This browser keeps nothing for Parley: close this tab, and only the server has it.'
  const kept = 'Your rooms, and what you write, are kept on this device.'
  if (facts?.isPersistent === undefined) return kept
  return facts.isPersistent
    ? `${kept} The browser clears them only when you do.`
    : `${kept} A browser that runs out of space may clear them; whatever was sent then comes back from the server.`
}

function Usage({ used, quota }: { used: number; quota: number | undefined }) {
  const share = quota === undefined || quota === 0 ? undefined : Math.min(1, used / quota)
  return (
    <div className="flex flex-col gap-1.5">
      <p className="font-medium tabular-nums">
        {sizeText(used)} used{quota !== undefined && ` of about ${sizeText(quota)}`}
      </p>
      {share !== undefined && (
        <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-bubble">
          <div className="h-full min-w-1.5 rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
        </div>
      )}
    </div>
  )
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** With two digits or more, in the unit that fits: "12 MB", "0.9 MB". */
export function sizeText(bytes: number): string {
  let unit = 0
  let size = bytes
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1_000
    unit += 1
  }
  const digits = size < 10 && unit > 0 ? 1 : 0
  const format = { style: 'unit', unit: units[unit], maximumFractionDigits: digits } as const
  return new Intl.NumberFormat(undefined, format).format(size)
}
