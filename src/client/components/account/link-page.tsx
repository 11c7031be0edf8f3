'use client'

/** Where the links in mails lead: the end of a registration, or a new password. */
import { useEffect, useState } from 'react'
import { useAccountActions } from '@/client/hooks/use-account'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useSubmit } from '@/client/hooks/use-submit'
import { useText } from '@/client/hooks/use-text'
import { whyFailed } from '@/client/hooks/why-failed'
import { Wordmark } from '../wordmark'
import { NewPasswordField } from './fields'
import { Form } from './form'

interface LinkPageProps {
  kind: 'confirm' | 'reset'
}

export function LinkPage({ kind }: LinkPageProps) {
  const { mailedLink } = useMoreText()
  const [token] = useState(takeToken)
  return (
    <main className="safe-top safe-bottom grid h-full place-items-center overflow-y-auto bg-canvas">
      <div className="flex w-full max-w-sm flex-col gap-6 p-6">
        <Wordmark size={48} />
        <h1 className="text-2xl font-semibold tracking-tight text-balance">
          {kind === 'confirm' ? mailedLink.registration : mailedLink.password}
        </h1>
        {kind === 'confirm' ? <Confirm token={token} /> : <Reset token={token} />}
      </div>
    </main>
  )
}

/** Out of the address at once: it is a secret, and addresses are remembered and shared. */
function takeToken(): string {
  const token = window.location.hash.slice(1)
  window.history.replaceState(null, '', window.location.pathname)
  return token
}

function Confirm({ token }: { token: string }) {
  const { confirm } = useAccountActions()
  const text = useText()
  const { mailedLink } = useMoreText()
  const [outcome, setOutcome] = useState<{ error?: unknown }>()
  useEffect(() => {
    confirm(token).then(
      () => setOutcome({}),
      (error: unknown) => setOutcome({ error }),
    )
    // Once: the link is the same one for as long as this is shown.
  }, [confirm, token])
  if (outcome === undefined) return <p role="status">{mailedLink.moment}</p>
  if (outcome.error !== undefined) {
    return (
      <>
        <p role="alert" className="text-pretty text-danger">
          {whyFailed(outcome.error, text)}
        </p>
        <GoOn />
      </>
    )
  }
  return (
    <>
      <p role="status" className="text-pretty">
        {mailedLink.confirmed}
      </p>
      <GoOn />
    </>
  )
}

function Reset({ token }: { token: string }) {
  const { reset } = useAccountActions()
  const { account, mailedLink } = useMoreText()
  const [password, setPassword] = useState('')
  const [done, setDone] = useState(false)
  const { busy, problem, run } = useSubmit()
  if (done) {
    return (
      <>
        <p role="status" className="text-pretty">
          {mailedLink.reset}
        </p>
        <GoOn />
      </>
    )
  }
  const submit = () => reset(token, password).then(() => setDone(true))
  return (
    <Form
      label={account.newPassword}
      submit={mailedLink.setPassword}
      busy={busy}
      problem={problem}
      onSubmit={() => run(submit)}
    >
      <NewPasswordField label={account.newPassword} value={password} onChange={setPassword} />
    </Form>
  )
}

/** Loads the page anew: who its user is may have changed. */
function GoOn() {
  const { mailedLink } = useMoreText()
  return (
    <a
      href="/"
      className="inline-flex min-h-12 items-center justify-center rounded-xl bg-accent px-4 font-medium text-on-accent hover:bg-accent-hover"
    >
      {mailedLink.goOn}
    </a>
  )
}
