/** One quiet line about the connection, there only when there is something to say. */
import { CloudOff, LoaderCircle, LogIn, type LucideIcon, RefreshCw } from 'lucide-react'
import type { ConnectionStatus, Waiting } from '@/client/sync/view'

interface ConnectionBannerProps {
  status: ConnectionStatus
  onSignIn: () => void
}

interface Notice {
  icon: LucideIcon
  spins: boolean
  text: string
}

const numbers = new Intl.NumberFormat()

function notice(status: ConnectionStatus): Notice | undefined {
  switch (status.state) {
    case 'online':
      return undefined
    case 'connecting':
      return { icon: LoaderCircle, spins: true, text: 'Connecting…' }
    case 'offline':
      return { icon: CloudOff, spins: false, text: withWaiting('You are offline.', status) }
    case 'reconnecting':
      return { icon: RefreshCw, spins: true, text: withWaiting('Reconnecting…', status) }
    case 'catching-up': {
      const text = `Catching up: ${numbers.format(status.done)} of ${numbers.format(status.of)}`
      return { icon: RefreshCw, spins: true, text }
    }
    case 'signed-out':
      return {
        icon: LogIn,
        spins: false,
        text: 'You are signed out.',
      }
  }
}

function withWaiting(text: string, { waiting, only }: Waiting): string {
  if (waiting === 0) return text
  const one = only === 'changes' ? 'change' : 'message'
  return `${text} ${numbers.format(waiting)} ${waiting === 1 ? one : `${one}s`} waiting`
}

export function ConnectionBanner({ status, onSignIn }: ConnectionBannerProps) {
  const shown = notice(status)
  return (
    <output aria-label="Connection" className="block">
      {shown !== undefined && (
        <span className="appear flex items-center justify-center gap-2 border-b border-line bg-notice-soft px-4 py-1.5 text-center text-sm text-notice">
          <shown.icon
            size={15}
            aria-hidden="true"
            className={`shrink-0 ${shown.spins ? 'animate-spin' : ''}`}
          />
          {shown.text}
          {status.state === 'signed-out' && (
            <button
              type="button"
              onClick={onSignIn}
              className="-my-1.5 min-h-11 px-2 font-semibold underline underline-offset-2"
            >
              Sign in again
            </button>
          )}
        </span>
      )}
    </output>
  )
}
