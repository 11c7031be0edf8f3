'use client'

/** Where the links in mails lead: the end of a registration, or a new password. */
import { useEffect, useState } from 'react'
import { useAccountActions } from '@/client/hooks/use-account'
import { useSubmit } from '@/client/hooks/use-submit'
import { whyFailed } from '@/client/hooks/why-failed'
import { Wordmark } from '../wordmark'
import { NewPasswordField } from './fields'
import { Form } from './form'

interface LinkPageProps {
  kind: 'confirm' | 'reset'
}

export function LinkPage({ kind }: LinkPageProps) {
  const [token] = useState(takeToken)
  return (
    <main className="safe-top safe-bottom grid h-full place-items-center overflow-y-auto bg-canvas">
      <div className="flex w-full max-w-sm flex-col gap-6 p-6">
        <Wordmark size={48} />
        <h1 className="text-2xl font-semibold tracking-tight text-balance">
          {kind === 'confirm' ? 'Your registration' : 'A new password'}
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
  const [outcome, setOutcome] = useState<{ problem?: string }>()
  useEffect(() => {
    confirm(token).then(
      () => setOutcome({}),
      (error: unknown) => setOutcome({ problem: whyFailed(error) }),
    )
    // Once: the link is the same one for as long as this is shown.
  }, [confirm, token])
  if (outcome === undefined) return <p role="status">One moment…</p>
  if (outcome.problem !== undefined) {
    return (
      <>
        <p role="alert" className="text-pretty text-danger">
          {outcome.problem}
        </p>
        <GoOn />
      </>
    )
  }
  return (
    <>
      <p role="status" className="text-pretty">
        Done: this e-mail address is yours, and so is the account. Sign in with it on any device.
      </p>
      <GoOn />
    </>
  )
}

function Reset({ token }: { token: string }) {
  const { reset } = useAccountActions()
  const [password, setPassword] = useState('')
  const [done, setDone] = useState(false)
  const { busy, problem, run } = useSubmit()
  if (done) {
    return (
      <>
        <p role="status" className="text-pretty">
          Done. All devices have been signed out: sign in with the new password.
        </p>
        <GoOn />
      </>
    )
  }
  const submit = () => reset(token, password).then(() => setDone(true))
  return (
    <Form
      label="New password"
      submit="Set password"
      busy={busy}
      problem={problem}
      onSubmit={() => run(submit)}
    >
      <NewPasswordField label="New password" value={password} onChange={setPassword} />
    </Form>
  )
}

/** Loads the page anew: who its user is may have changed. */
function GoOn() {
  return (
    <a
      href="/"
      className="inline-flex min-h-12 items-center justify-center rounded-xl bg-accent px-4 font-medium text-on-accent hover:bg-accent-hover"
    >
      Go to Parley
    </a>
  )
}
