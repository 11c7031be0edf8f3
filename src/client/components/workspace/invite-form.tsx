'use client'

/** A link that lets somebody in: for how many, and for how long. */
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useSubmit } from '@/client/hooks/use-submit'
import type { InviteOptions } from '@/client/hooks/use-workspaces'
import { Form } from '../account/form'
import { Button } from '../button'
import { Choice } from '../choice'

interface InviteFormProps {
  /** Owners alone invite admins. */
  mayInviteAdmins: boolean
  /** Answers the address. */
  onInvite: (options: InviteOptions) => Promise<string>
}

const uses = { one: 1, ten: 10, many: 1_000 } as const
const hours = { day: 24, week: 7 * 24, month: 30 * 24 } as const

export function InviteForm({ mayInviteAdmins, onInvite }: InviteFormProps) {
  const [role, setRole] = useState<InviteOptions['role']>('member')
  const [many, setMany] = useState<keyof typeof uses>('one')
  const [long, setLong] = useState<keyof typeof hours>('week')
  const [link, setLink] = useState<string>()
  const { busy, problem, run } = useSubmit()

  if (link !== undefined) return <Made link={link} />
  const invite = () => onInvite({ role, uses: uses[many], hours: hours[long] }).then(setLink)
  return (
    <Form label="Invite" submit="Make a link" busy={busy} problem={problem} onSubmit={() => run(invite)}>
      <Choice
        label="For"
        value={many}
        onChange={setMany}
        options={{ one: 'One person', ten: 'Ten people', many: 'Everybody who has it' }}
      />
      <Choice
        label="Good for"
        value={long}
        onChange={setLong}
        options={{ day: 'A day', week: 'A week', month: 'A month' }}
      />
      {mayInviteAdmins && (
        <Choice label="As" value={role} onChange={setRole} options={{ member: 'Member', admin: 'Admin' }} />
      )}
    </Form>
  )
}

function Made({ link }: { link: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <div className="flex flex-col gap-4">
      <p className="text-pretty text-muted">
        Whoever has this link can come in. It is not shown again; it can be taken back at any time.
      </p>
      <p data-link="" className="rounded-xl bg-canvas p-4 font-mono text-sm break-all select-all">
        {link}
      </p>
      {navigator.clipboard && (
        <Button
          kind="primary"
          className="min-h-12"
          onClick={() => void navigator.clipboard.writeText(link).then(() => setCopied(true))}
        >
          {copied ? <Check size={18} aria-hidden="true" /> : <Copy size={18} aria-hidden="true" />}
          {copied ? 'Copied' : 'Copy link'}
        </Button>
      )}
    </div>
  )
}
