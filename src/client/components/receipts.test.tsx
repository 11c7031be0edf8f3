// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { DeliveryIcon } from './delivery-icon'
import { ReadBy, Receipts, useDelivery } from './receipts'

vi.mock('@/client/hooks/use-names', () => ({
  useNames: () =>
    new Map([
      ['ada', 'Ada'],
      ['grace', 'Grace'],
    ]),
}))

afterEach(cleanup)

const receipts = [
  { userId: 'ada', received: 7, read: 3 },
  { userId: 'grace', received: 5, read: 5 },
]

function Mark({ seq }: { seq: number }) {
  return <DeliveryIcon state={useDelivery(seq)} />
}

it.each([
  [8, 'Sent'],
  [7, 'Delivered'],
  [6, 'Delivered'],
  [5, 'Read'],
  [1, 'Read'],
])('PT-12 a message at %d is marked as %s', (seq, label) => {
  render(
    <Receipts value={receipts}>
      <Mark seq={seq} />
    </Receipts>,
  )
  expect(screen.getByRole('img').getAttribute('aria-label')).toBe(label)
})

it('PT-12 where nothing is known of it, a message is sent', () => {
  render(<Mark seq={1} />)
  expect(screen.getByRole('img').getAttribute('aria-label')).toBe('Sent')
})

it('PT-13 those who have read a message are named, and nobody else', () => {
  const show = (seq: number) => (
    <Receipts value={receipts}>
      <ReadBy seq={seq} />
    </Receipts>
  )
  const { container, rerender } = render(show(3))
  expect(container.textContent).toBe('Read by Ada, Grace')
  rerender(show(4))
  expect(container.textContent).toBe('Read by Grace')
  rerender(show(6))
  expect(container.textContent).toBe('')
})
