'use client'

/** A workspace: who is in it, the links that let somebody in, and what the user may do there. */
import { ChevronLeft, Crown, Ellipsis, ShieldCheck, ShieldOff, UserMinus } from 'lucide-react'
import { useState } from 'react'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useSubmit } from '@/client/hooks/use-submit'
import { useFormats, useText } from '@/client/hooks/use-text'
import {
  useInvitations,
  useWorkspaceKeeping,
  useWorkspacePeople,
  type WorkspaceKeeping,
} from '@/client/hooks/use-workspaces'
import { whyFailed } from '@/client/hooks/why-failed'
import type { Workspace, WorkspaceMembersOutput } from '@/contract/workspaces'
import { Avatar } from '../avatar'
import { Button } from '../button'
import { Popover } from '../popover'
import { PopoverItem } from '../popover-item'
import { SettingsRow } from '../settings-row'
import { TextButton } from '../text-button'
import { AuditLog } from './audit-log'
import { InviteForm } from './invite-form'
import { WorkspaceNameForm } from './workspace-name-form'

interface WorkspaceDetailsProps {
  workspace: Workspace
  me: string
  onLeft: () => void
}

type View = 'name' | 'invite' | 'audit' | 'leave'

export function WorkspaceDetails({ workspace, me, onLeft }: WorkspaceDetailsProps) {
  const { workspaceId, name, role } = workspace
  const { general } = useText()
  const { audit, workspace: words } = useMoreText()
  const keeping = useWorkspaceKeeping()
  const { busy, problem, run } = useSubmit()
  const [view, setView] = useState<View>()
  const back = () => setView(undefined)
  const keeps = role === 'owner' || role === 'admin'

  if (view !== undefined) {
    return (
      <div className="flex flex-col gap-3">
        <TextButton onClick={back} className="-mt-2 -ms-1 inline-flex items-center">
          <ChevronLeft size={18} aria-hidden="true" />
          <bdi>{name}</bdi>
        </TextButton>
        {view === 'name' && (
          <WorkspaceNameForm
            name={name}
            submit={general.save}
            onSave={(text) => keeping.rename(workspaceId, text).then(back)}
          />
        )}
        {view === 'invite' && (
          <InviteForm
            mayInviteAdmins={role === 'owner'}
            onInvite={(options) => keeping.invite(workspaceId, options)}
          />
        )}
        {view === 'audit' && <AuditLog workspaceId={workspaceId} />}
        {view === 'leave' && (
          <>
            <p className="text-pretty text-muted">
              {words.whatLeavingMeans}
              {role === 'owner' && words.goesTo}
            </p>
            <p role="alert" className="text-sm text-danger empty:hidden">
              {problem}
            </p>
            <Button
              kind="danger"
              disabled={busy}
              className="min-h-12"
              onClick={() => run(() => keeping.remove(workspaceId, me).then(onLeft))}
            >
              {words.leaveWorkspace}
            </Button>
          </>
        )}
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-4">
      <h3 className="truncate font-semibold">
        <bdi>{name}</bdi>
      </h3>
      <ul>
        {keeps && <SettingsRow onOpen={() => setView('invite')}>{words.invitePeople}</SettingsRow>}
        {keeps && <SettingsRow onOpen={() => setView('name')}>{words.rename}</SettingsRow>}
        {keeps && <SettingsRow onOpen={() => setView('audit')}>{audit.label}</SettingsRow>}
        <SettingsRow danger onOpen={() => setView('leave')}>
          {words.leave}
        </SettingsRow>
      </ul>
      <p role="alert" className="text-sm text-danger empty:hidden">
        {problem}
      </p>
      {keeps && <OpenInvitations workspaceId={workspaceId} keeping={keeping} busy={busy} run={run} />}
      <People workspace={workspace} me={me} keeping={keeping} run={run} />
    </div>
  )
}

interface ActingProps {
  keeping: WorkspaceKeeping
  run: (attempt: () => Promise<void>) => void
}

function OpenInvitations({
  workspaceId,
  keeping,
  busy,
  run,
}: ActingProps & { workspaceId: string; busy: boolean }) {
  const { people, workspace: words } = useMoreText()
  const { day } = useFormats()
  const invitations = useInvitations(workspaceId, true)
  if (invitations.length === 0) return null
  return (
    <section aria-label={words.openInvitations}>
      <h3 className="mb-1 text-sm font-semibold text-muted">{words.openInvitations}</h3>
      <ul>
        {invitations.map(({ invitationId, role, used, uses, expiresAt }) => (
          <li key={invitationId} className="flex min-h-12 items-center gap-3 text-sm">
            <span className="min-w-0 flex-1">
              {words.openInvitation(people.roles[role], used, uses, day(expiresAt))}
            </span>
            <Button
              kind="quiet"
              disabled={busy}
              onClick={() => run(() => keeping.revoke(workspaceId, invitationId))}
            >
              {words.takeBack}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function People({ workspace, me, keeping, run }: ActingProps & { workspace: Workspace; me: string }) {
  const text = useText()
  const { number } = useFormats()
  const { people, shared } = useMoreText()
  const { members, more, error } = useWorkspacePeople(workspace.workspaceId)
  return (
    <section aria-label={people.label}>
      <h3 className="mb-1 text-sm font-semibold text-muted">
        {members === undefined
          ? error
            ? whyFailed(error, text)
            : shared.asking
          : people.count({ count: members.length, shown: `${number(members.length)}${more ? '+' : ''}` })}
      </h3>
      <ul>
        {members?.map((person) => (
          <PersonRow
            key={person.userId}
            person={person}
            workspace={workspace}
            isMe={person.userId === me}
            keeping={keeping}
            run={run}
          />
        ))}
      </ul>
    </section>
  )
}

interface PersonRowProps extends ActingProps {
  person: WorkspaceMembersOutput['members'][number]
  workspace: Workspace
  isMe: boolean
}

function PersonRow({ person, workspace, isMe, keeping, run }: PersonRowProps) {
  const { people, workspace: words } = useMoreText()
  const { userId, name, role } = person
  const { workspaceId } = workspace
  const isOwner = workspace.role === 'owner'
  const isAbove =
    !isMe && (isOwner || (workspace.role === 'admin' && (role === 'member' || role === 'guest')))
  return (
    <li className="flex min-h-12 items-center gap-3">
      <Avatar userId={userId} name={name} />
      <span className="min-w-0 flex-1 truncate">
        <bdi className="font-medium">{name}</bdi>
        {isMe && <span className="text-muted">{people.ofYourself}</span>}
      </span>
      {role !== 'member' && (
        <span className="rounded-full bg-accent-soft px-2.5 py-0.5 text-xs font-medium text-accent">
          {people.roles[role]}
        </span>
      )}
      {isAbove && (
        <Popover
          label={people.actOn(name)}
          align="end"
          icon={<Ellipsis size={18} aria-hidden="true" />}
          buttonClassName="grid size-11 place-items-center rounded-xl text-muted hover:bg-hover hover:text-ink"
        >
          {(close) => {
            const item = (attempt: () => Promise<void>) => () => {
              close()
              run(attempt)
            }
            return (
              <>
                {role === 'guest' && (
                  <PopoverItem
                    icon={ShieldCheck}
                    label={words.makeMember}
                    onClick={item(() => keeping.setRole(workspaceId, userId, 'member'))}
                  />
                )}
                {isOwner && role !== 'guest' && (
                  <>
                    <PopoverItem
                      icon={role === 'admin' ? ShieldOff : ShieldCheck}
                      label={role === 'admin' ? people.takeAdminAway : people.makeAdmin}
                      onClick={item(() =>
                        keeping.setRole(workspaceId, userId, role === 'admin' ? 'member' : 'admin'),
                      )}
                    />
                    <PopoverItem
                      icon={Crown}
                      label={words.handOver}
                      onClick={item(() => keeping.setRole(workspaceId, userId, 'owner'))}
                    />
                  </>
                )}
                <PopoverItem
                  icon={UserMinus}
                  danger
                  label={people.remove}
                  onClick={item(() => keeping.remove(workspaceId, userId))}
                />
              </>
            )
          }}
        </Popover>
      )}
    </li>
  )
}
