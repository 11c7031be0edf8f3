'use client'

/** Signing in: e-mail and password, and where the account asks for it a code. */
import { useState } from 'react'
import { useAccountActions } from '@/client/hooks/use-account'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useSubmit } from '@/client/hooks/use-submit'
import { TextButton } from '../text-button'
import { TextInput } from '../text-input'
import { CodeField, EmailField, PasswordField } from './fields'
import { Form } from './form'

interface SignInFormProps {
  /** The browser's cookie is theirs now. Rejects when the page could not become theirs. */
  onSignedIn: () => Promise<void>
  onForgotten: () => void
}

type Step = 'password' | 'code' | 'recovery-code'

export function SignInForm({ onSignedIn, onForgotten }: SignInFormProps) {
  const { account, secondFactor } = useMoreText()
  const { signIn, signInWithCode } = useAccountActions()
  const [step, setStep] = useState<Step>('password')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const { busy, problem, setProblem, run } = useSubmit()

  const go = (next: Step) => {
    setStep(next)
    setCode('')
    setProblem(undefined)
  }

  if (step === 'password') {
    const submit = async () => {
      const { status } = await signIn({ email: email.trim(), password })
      if (status === 'code-needed') go('code')
      else await onSignedIn()
    }
    return (
      <Form
        label={account.signIn}
        submit={account.signIn}
        busy={busy}
        problem={problem}
        onSubmit={() => run(submit)}
      >
        <EmailField value={email} onChange={setEmail} />
        <PasswordField value={password} onChange={setPassword} />
        <TextButton onClick={onForgotten}>{account.forgotten}</TextButton>
      </Form>
    )
  }
  const submit = () => signInWithCode(code.trim(), step).then(onSignedIn)
  const isCode = step === 'code'
  return (
    <Form
      label={secondFactor.title}
      submit={account.signIn}
      busy={busy}
      problem={problem}
      onSubmit={() => run(submit)}
    >
      <p className="text-pretty text-muted">
        {isCode ? secondFactor.enterCode : secondFactor.enterRecoveryCode}
      </p>
      {isCode ? (
        <CodeField value={code} onChange={setCode} />
      ) : (
        <TextInput
          label={secondFactor.recoveryCode}
          autoComplete="off"
          required
          value={code}
          onChange={setCode}
        />
      )}
      <TextButton onClick={() => go(isCode ? 'recovery-code' : 'code')}>
        {isCode ? secondFactor.useRecoveryCode : secondFactor.useCode}
      </TextButton>
    </Form>
  )
}
