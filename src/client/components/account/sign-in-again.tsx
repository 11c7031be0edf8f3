'use client'

/** The server does not know this browser any more, or no longer as a guest: how to go on with everything that is here. */
import { useState } from 'react'
import { useAccount, useAccountActions } from '@/client/hooks/use-account'
import { useIdentity } from '@/client/hooks/use-identity'
import { Dialog } from '../dialog'
import { TextButton } from '../text-button'
import { LeaveForm } from './leave-form'
import { RegisterForm } from './register-form'
import { SignInSteps } from './sign-in-steps'

export function SignInAgain({ onClose }: { onClose: () => void }) {
  const { user, signOut } = useIdentity()
  const { value: account } = useAccount()
  const { changed } = useAccountActions()
  const [leaving, setLeaving] = useState(false)
  const title = account?.isGuest ? 'Register to go on' : 'Sign in again'
  return (
    <Dialog title={leaving ? 'Begin anew' : title} onClose={onClose}>
      <div className="flex flex-col gap-4">
        {leaving ? (
          <LeaveForm kind="sign-out" isGuest={false} onLeave={signOut} />
        ) : (
          <>
            <p className="text-pretty text-muted">
              Everything you wrote here as <bdi className="font-medium text-ink">{user?.name}</bdi> is kept,
              and goes out once you are back.
            </p>
            {account?.isGuest ? (
              <RegisterForm guestName={user?.name ?? ''} onRegistered={() => changed().then(onClose)} />
            ) : (
              <SignInSteps leavesGuest={false} onDone={onClose} />
            )}
          </>
        )}
        <TextButton onClick={() => setLeaving(!leaving)}>
          {leaving ? 'Back to signing in' : 'Begin anew, without it'}
        </TextButton>
      </div>
    </Dialog>
  )
}
