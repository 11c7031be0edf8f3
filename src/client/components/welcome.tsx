/** The first screen: what this is, and one question. */
import { NameForm } from './name-form'
import { Wordmark } from './wordmark'

interface WelcomeProps {
  onName: (name: string) => Promise<void>
}

export function Welcome({ onName }: WelcomeProps) {
  return (
    <main className="safe-top safe-bottom grid h-full place-items-center overflow-y-auto bg-canvas">
      <div className="flex w-full max-w-sm flex-col gap-8 p-6">
        <div className="flex flex-col gap-4">
          <Wordmark size={48} />
          <h1 className="text-3xl font-semibold tracking-tight text-balance">Welcome to Parley</h1>
          <p className="text-lg text-pretty text-muted">
            A chat that never loses, repeats or reorders a message, whatever your connection does.
          </p>
        </div>
        <NameForm name="" submit="Start chatting" onName={onName} />
        <p className="text-sm text-muted">No account, no password. You can change your name later.</p>
      </div>
    </main>
  )
}
