'use client'

/** Where the link of an invitation leads: who invites to what, and the way in. */
import { useState } from 'react'
import { goTo, roomPath } from '@/client/hooks/use-current-room'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useSubmit } from '@/client/hooks/use-submit'
import { useText } from '@/client/hooks/use-text'
import { useInvitation, useWorkspaceKeeping } from '@/client/hooks/use-workspaces'
import { whyFailed } from '@/client/hooks/why-failed'
import { toParleyError } from '@/client/sync/trpc-link'
import { Button } from '../button'
import { InAppLink } from '../in-app-link'
import { Wordmark } from '../wordmark'

export function InvitationPage() {
  const text = useText()
  const { invitation, shared } = useMoreText()
  const [token] = useState(() => window.location.hash.slice(1))
  const { invitation: data, error } = useInvitation(token)
  const { accept } = useWorkspaceKeeping()
  const { busy, problem, run } = useSubmit()

  const come = () => run(() => accept(token).then((roomId) => goTo(roomId ? roomPath(roomId) : '/rooms')))
  return (
    <main className="safe-top safe-bottom grid h-full place-items-center overflow-y-auto bg-canvas">
      <div className="flex w-full max-w-sm flex-col gap-6 p-6">
        <Wordmark size={48} />
        <h1 className="text-2xl font-semibold tracking-tight text-balance">
          {data
            ? invitation.invites(
                <bdi key="who">{data.invitedBy}</bdi>,
                <bdi key="where">{data.workspaceName}</bdi>,
              )
            : invitation.title}
        </h1>
        {data?.roomName && (
          <p className="text-muted">
            {invitation.intoRoom(
              <bdi key="room" className="font-medium text-ink">
                {data.roomName}
              </bdi>,
            )}
          </p>
        )}
        <p role="alert" className="text-pretty text-danger empty:hidden">
          {error ? whyFailed(toParleyError(error), text) : problem}
        </p>
        {data && (
          <Button kind="primary" disabled={busy} onClick={come} className="min-h-12">
            {invitation.accept}
          </Button>
        )}
        <InAppLink
          href="/rooms"
          className="inline-flex min-h-11 items-center justify-center rounded-xl px-4 font-medium hover:bg-hover"
        >
          {data ? invitation.notNow : shared.goToYourRooms}
        </InAppLink>
      </div>
    </main>
  )
}
