'use client'

/** Signing in in the place of whoever is here: for a guest, first about what they leave. */
import { useEffect, useRef, useState } from 'react'
import { useIdentity } from '@/client/hooks/use-identity'
import { useMoreText } from '@/client/hooks/use-more-text'
import { TextButton } from '../text-button'
import { ForgottenPasswordForm } from './forgotten-password-form'
import { LeaveForm } from './leave-form'
import { SignInForm } from './sign-in-form'

interface SignInStepsProps {
  /** Whether a guest is here, whom nobody can be again afterwards. */
  leavesGuest: boolean
  onDone: () => void
}

export function SignInSteps({ leavesGuest, onDone }: SignInStepsProps) {
  const { account } = useMoreText()
  const { signedIn, replaceGuest } = useIdentity()
  const [step, setStep] = useState<'leave' | 'sign-in' | 'forgotten'>(leavesGuest ? 'leave' : 'sign-in')

  const stay = useRef(() => {})
  // Whoever turns away in the middle stays who they are.
  useEffect(() => () => stay.current(), [])

  /** From here on, whatever happens to the page, what is kept of the guest goes once somebody else has signed in. */
  async function go() {
    stay.current = replaceGuest()
    setStep('sign-in')
  }

  async function becomeThem() {
    await signedIn()
    stay.current = () => {}
    onDone()
  }

  switch (step) {
    case 'leave':
      return <LeaveForm kind="sign-in-elsewhere" isGuest onLeave={go} />
    case 'sign-in':
      return <SignInForm onSignedIn={becomeThem} onForgotten={() => setStep('forgotten')} />
    case 'forgotten':
      return (
        <div className="flex flex-col gap-4">
          <ForgottenPasswordForm />
          <TextButton onClick={() => setStep('sign-in')}>{account.backToSignIn}</TextButton>
        </div>
      )
  }
}
