'use client'

/** The first screen: what this is, and one question; the other way in for whoever has an account. */
import { Suspense, useState } from 'react'
import { usePolicy } from '@/client/hooks/use-account'
import { useMoreText } from '@/client/hooks/use-more-text'
import { late } from './late'
import { NameForm } from './name-form'
import { TextButton } from './text-button'
import { Wordmark } from './wordmark'

const RegisterSteps = late(() => import('./account/register-steps').then((it) => it.RegisterSteps))
const SignInSteps = late(() => import('./account/sign-in-steps').then((it) => it.SignInSteps))

interface WelcomeProps {
  onName: (name: string) => Promise<void>
}

type Way = 'guest' | 'sign-in' | 'register'

export function Welcome({ onName }: WelcomeProps) {
  const { welcome } = useMoreText()
  // Until the answer is there, as most installations have it.
  const { guests = true } = usePolicy().value ?? {}
  const [chosen, setWay] = useState<Way>()
  const way = chosen ?? (guests ? 'guest' : 'sign-in')
  return (
    <main className="safe-top safe-bottom grid h-full place-items-center overflow-y-auto bg-canvas">
      <div className="flex w-full max-w-sm flex-col gap-8 p-6">
        <div className="flex flex-col gap-4">
          <Wordmark size={48} />
          <h1 className="text-3xl font-semibold tracking-tight text-balance">{welcome.title}</h1>
          <p className="text-lg text-pretty text-muted">{welcome.promise}</p>
        </div>
        {way === 'guest' && (
          <>
            <NameForm name="" submit={welcome.start} onName={onName} />
            <div className="flex flex-col gap-1">
              <p className="text-sm text-muted">{welcome.noAccount}</p>
              <TextButton onClick={() => setWay('sign-in')}>{welcome.haveAccount}</TextButton>
            </div>
          </>
        )}
        <Suspense>
          {way === 'sign-in' && <SignInSteps leavesGuest={false} onDone={() => {}} />}
          {way === 'register' && <RegisterSteps />}
        </Suspense>
        {way !== 'guest' && (
          <div className="flex flex-wrap gap-x-6">
            {guests ? (
              <TextButton onClick={() => setWay('guest')}>{welcome.asGuest}</TextButton>
            ) : (
              <TextButton onClick={() => setWay(way === 'register' ? 'sign-in' : 'register')}>
                {way === 'register' ? welcome.haveAccount : welcome.isNew}
              </TextButton>
            )}
          </div>
        )}
      </div>
    </main>
  )
}
