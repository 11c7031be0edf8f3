'use client'

import { SomethingBroke } from '@/client/components/something-broke'

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return <SomethingBroke onRetry={reset} />
}
