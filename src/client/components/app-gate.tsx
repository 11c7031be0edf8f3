'use client'

/**
 * Lets in whoever has a name, and asks everybody else for one, at whatever address they came to; but for the links in
 * mails. Nothing is said before it is known in which language.
 */
import { type ReactNode, Suspense, use } from 'react'
import { useLink } from '@/client/hooks/use-current-room'
import { useIdentity } from '@/client/hooks/use-identity'
import { LanguageContext, useText } from '@/client/hooks/use-text'
import { late } from './late'
import { Wordmark } from './wordmark'

const Welcome = late(() => import('./welcome').then((it) => it.Welcome))
const LinkPage = late(() => import('./account/link-page').then((it) => it.LinkPage))
const InvitationPage = late(() => import('./workspace/invitation-page').then((it) => it.InvitationPage))

interface AppGateProps {
  children: ReactNode
}

export function AppGate(props: AppGateProps) {
  return (
    <Suspense fallback={<Splash />}>
      <Gate {...props} />
    </Suspense>
  )
}

function Gate({ children }: AppGateProps) {
  const { status, signIn } = useIdentity()
  const link = useLink()
  const { isReady } = use(LanguageContext)
  if (!isReady) return <Splash />
  if (link && link !== 'invite' && status !== 'starting') return <LinkPage kind={link} />
  switch (status) {
    case 'starting':
      return <Splash />
    case 'new':
      return <Welcome onName={signIn} />
    case 'ready':
      return link === 'invite' ? <InvitationPage /> : children
  }
}

/** All that the served page holds: it is the same for everybody. */
function Splash() {
  const { app } = useText()
  return (
    <div role="status" aria-label={app.starting} className="grid h-full place-items-center">
      <Wordmark size={48} />
    </div>
  )
}
