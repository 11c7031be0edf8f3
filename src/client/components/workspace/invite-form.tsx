'use client'

/** A link that lets somebody in: for how many, and for how long. */
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useSubmit } from '@/client/hooks/use-submit'
import { useText } from '@/client/hooks/use-text'
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
  const { invite: words, people } = useMoreText()
  const [role, setRole] = useState<InviteOptions['role']>('member')
  const [many, setMany] = useState<keyof typeof uses>('one')
  const [long, setLong] = useState<keyof typeof hours>('week')
  const [link, setLink] = useState<string>()
  const { busy, problem, run } = useSubmit()

  if (link !== undefined) return <Made link={link} />
  const invite = () => onInvite({ role, uses: uses[many], hours: hours[long] }).then(setLink)
  return (
    <Form
      label={words.label}
      submit={words.submit}
      busy={busy}
      problem={problem}
      onSubmit={() => run(invite)}
    >
      <Choice label={words.uses} value={many} onChange={setMany} options={words.usesOptions} />
      <Choice label={words.hours} value={long} onChange={setLong} options={words.hoursOptions} />
      {mayInviteAdmins && (
        <Choice
          label={words.role}
          value={role}
          onChange={setRole}
          options={{ member: people.roles.member, admin: people.roles.admin }}
        />
      )}
    </Form>
  )
}

function Made({ link }: { link: string }) {
  const { general, message } = useText()
  const { invite } = useMoreText()
  const [copied, setCopied] = useState(false)
  return (
    <div className="flex flex-col gap-4">
      <p className="text-pretty text-muted">{invite.made}</p>
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
          {copied ? general.copied : message.copyLink}
        </Button>
      )}
    </div>
  )
}
