'use client'

/** The second factor: turned on in three steps, off with the password. */
import { useState } from 'react'
import { renderSVG } from 'uqr'
import { useAccountActions } from '@/client/hooks/use-account'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useSubmit } from '@/client/hooks/use-submit'
import type { TwoFactorAnswer } from '@/contract/accounts'
import { Button } from '../button'
import { TextButton } from '../text-button'
import { CodeField, PasswordField } from './fields'
import { Form } from './form'
import { saveText } from './save-text'

interface TwoFactorFormProps {
  isOn: boolean
  onDone: () => void
}

export function TwoFactorForm({ isOn, onDone }: TwoFactorFormProps) {
  return isOn ? <TurnOff onDone={onDone} /> : <TurnOn onDone={onDone} />
}

function TurnOn({ onDone }: { onDone: () => void }) {
  const { twoFactor, changed } = useAccountActions()
  const { secondFactor } = useMoreText()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [begun, setBegun] = useState<TwoFactorAnswer>()
  const [isOn, setIsOn] = useState(false)
  const { busy, problem, run } = useSubmit()

  if (begun === undefined) {
    const begin = () => twoFactor.begin(password).then(setBegun)
    return (
      <Form
        label={secondFactor.title}
        submit={secondFactor.goOn}
        busy={busy}
        problem={problem}
        onSubmit={() => run(begin)}
      >
        <p className="text-pretty text-muted">{secondFactor.what}</p>
        <PasswordField value={password} onChange={setPassword} />
      </Form>
    )
  }
  if (isOn) return <RecoveryCodes codes={begun.recoveryCodes} onDone={onDone} />
  const confirm = () =>
    twoFactor
      .confirm(code)
      .then(changed)
      .then(() => setIsOn(true))
  return (
    <Form
      label={secondFactor.title}
      submit={secondFactor.turnOn}
      busy={busy}
      problem={problem}
      onSubmit={() => run(confirm)}
    >
      <p className="text-pretty text-muted">{secondFactor.scan}</p>
      <div
        role="img"
        aria-label={secondFactor.picture}
        className="mx-auto size-48 rounded-xl bg-white p-2 [&_svg]:size-full"
        // Made here, of what the server sent as an address.
        ref={(element) => element?.replaceChildren(picture(begun.uri))}
      />
      <p className="text-center text-sm text-muted">
        {secondFactor.orType(
          <span key="secret" className="font-mono text-ink">
            {secretIn(begun.uri)}
          </span>,
        )}
      </p>
      <CodeField value={code} onChange={setCode} />
    </Form>
  )
}

function TurnOff({ onDone }: { onDone: () => void }) {
  const { twoFactor, changed } = useAccountActions()
  const { secondFactor } = useMoreText()
  const [password, setPassword] = useState('')
  const [codes, setCodes] = useState<string[]>()
  const { busy, problem, run } = useSubmit()
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />
  const off = () => twoFactor.disable(password).then(changed).then(onDone)
  const renew = () => twoFactor.recoveryCodes(password).then(setCodes)
  return (
    <Form
      label={secondFactor.title}
      submit={secondFactor.turnOff}
      busy={busy}
      problem={problem}
      onSubmit={() => run(off)}
    >
      <p className="text-pretty text-muted">{secondFactor.isOn}</p>
      <PasswordField value={password} onChange={setPassword} />
      <TextButton disabled={busy} onClick={() => run(renew)}>
        {secondFactor.newCodes}
      </TextButton>
    </Form>
  )
}

function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { secondFactor, shared } = useMoreText()
  return (
    <div className="flex flex-col gap-4">
      <p className="text-pretty">{secondFactor.keepCodes}</p>
      <ul
        aria-label={secondFactor.codes}
        className="grid grid-cols-2 gap-2 rounded-xl bg-canvas p-4 font-mono text-sm"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button kind="outline" onClick={() => saveText(secondFactor.codesFile, `${codes.join('\n')}\n`)}>
          {shared.saveAsFile}
        </Button>
        <Button kind="primary" onClick={onDone} className="flex-1">
          {secondFactor.haveCodes}
        </Button>
      </div>
    </div>
  )
}

function picture(uri: string): Element {
  const svg = renderSVG(uri, { border: 1 })
  return new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement
}

/** In groups of four, as people type. */
function secretIn(uri: string): string {
  return (new URL(uri).searchParams.get('secret') ?? '').replace(/.{4}(?=.)/g, '$& ')
}
