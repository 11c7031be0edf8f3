import { expect, it } from 'vitest'
import { dayLabel } from './date-time'

const now = new Date(2026, 5, 15, 0, 30)

it('UI-08 today and yesterday are called so, by the calendar and not by hours', () => {
  const label = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
  expect(dayLabel(new Date(2026, 5, 15), now).toLowerCase()).toBe(label.format(0, 'day').toLowerCase())
  expect(dayLabel(new Date(2026, 5, 14, 23), now).toLowerCase()).toBe(label.format(-1, 'day').toLowerCase())
})

it('UI-08 a day of another year, the future included, names its year', () => {
  expect(dayLabel(new Date(2024, 5, 14), now)).toContain('2024')
  expect(dayLabel(new Date(2031, 0, 2), now)).toContain('2031')
  expect(dayLabel(new Date(2026, 0, 2), now)).not.toContain('2026')
})
