'use client'

/** A new account for somebody who is nobody here yet, and who is signed in with it at once where that can be. */
import { useAccountActions } from '@/client/hooks/use-account'
import { useIdentity } from '@/client/hooks/use-identity'
import { RegisterForm } from './register-form'

export function RegisterSteps() {
  const { signIn } = useAccountActions()
  const { signedIn } = useIdentity()
  return (
    <RegisterForm
      guestName={undefined}
      onRegistered={async (input) => {
        await signIn(input)
        await signedIn()
      }}
    />
  )
}
