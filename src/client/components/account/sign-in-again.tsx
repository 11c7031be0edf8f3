'use client'

/** The server does not know this browser any more, or no longer as a guest: how to go on with everything that is here. */
import { useState } from 'react'
import { useAccount, useAccountActions } from '@/client/hooks/use-account'
import { useIdentity } from '@/client/hooks/use-identity'
import { useMoreText } from '@/client/hooks/use-more-text'
import { Dialog } from '../dialog'
import { TextButton } from '../text-button'
import { LeaveForm } from './leave-form'
import { RegisterForm } from './register-form'
import { SignInSteps } from './sign-in-steps'

export function SignInAgain({ onClose }: { onClose: () => void }) {
  const { account: words, signInAgain } = useMoreText()
  const { user, signOut } = useIdentity()
  const { value: account } = useAccount()
  const { changed } = useAccountActions()
  const [leaving, setLeaving] = useState(false)
  const title = account?.isGuest ? signInAgain.registerTitle : signInAgain.title
  return (
    <Dialog title={leaving ? signInAgain.beginAnew : title} onClose={onClose}>
      <div className="flex flex-col gap-4">
        {leaving ? (
          <LeaveForm kind="sign-out" isGuest={false} onLeave={signOut} />
        ) : (
          <>
            <p className="text-pretty text-muted">
              {signInAgain.kept(
                <bdi key="name" className="font-medium text-ink">
                  {user?.name}
                </bdi>,
              )}
            </p>
            {account?.isGuest ? (
              <RegisterForm guestName={user?.name ?? ''} onRegistered={() => changed().then(onClose)} />
            ) : (
              <SignInSteps leavesGuest={false} onDone={onClose} />
            )}
          </>
        )}
        <TextButton onClick={() => setLeaving(!leaving)}>
          {leaving ? words.backToSignIn : signInAgain.beginAnewWithout}
        </TextButton>
      </div>
    </Dialog>
  )
}
