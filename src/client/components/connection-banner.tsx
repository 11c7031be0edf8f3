/** One quiet line about the connection, there only when there is something to say. It lies over what is below it: nothing moves. */
import { CloudOff, LoaderCircle, LogIn, type LucideIcon, RefreshCw } from 'lucide-react'
import { useFormats, useText } from '@/client/hooks/use-text'
import type { Text } from '@/client/language/en/text'
import type { Formats } from '@/client/language/formats'
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

function notice(
  status: ConnectionStatus,
  words: Text['connection'],
  { number }: Formats,
): Notice | undefined {
  const withWaiting = (text: string, { waiting, only }: Waiting) => {
    if (waiting === 0) return text
    const count = { count: waiting, shown: number(waiting) }
    return `${text} ${only === 'changes' ? words.changesWaiting(count) : words.messagesWaiting(count)}`
  }
  switch (status.state) {
    case 'online':
      return undefined
    case 'connecting':
      return { icon: LoaderCircle, spins: true, text: words.connecting }
    case 'offline':
      return { icon: CloudOff, spins: false, text: withWaiting(words.offline, status) }
    case 'reconnecting':
      return { icon: RefreshCw, spins: true, text: withWaiting(words.reconnecting, status) }
    case 'catching-up': {
      const text = words.catchingUp(number(status.done), number(status.of))
      return { icon: RefreshCw, spins: true, text }
    }
    case 'signed-out':
      return { icon: LogIn, spins: false, text: words.signedOut }
  }
}

export function ConnectionBanner({ status, onSignIn }: ConnectionBannerProps) {
  const { connection } = useText()
  const shown = notice(status, connection, useFormats())
  return (
    <output aria-label={connection.label} className="relative z-10 block h-0">
      {shown !== undefined && (
        <span className="appear absolute inset-x-0 top-0 flex items-center gap-2 border-b border-line bg-notice-soft px-5 py-1.5 text-sm text-notice">
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
              {connection.signInAgain}
            </button>
          )}
        </span>
      )}
    </output>
  )
}
