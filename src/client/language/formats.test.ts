import { expect, it } from 'vitest'
import { createFormats } from './formats'

const { dayLine, short } = createFormats(undefined)
const now = new Date(2026, 5, 15, 0, 30)

it('UI-08 today and yesterday are called so, by the calendar and not by hours', () => {
  const label = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
  expect(dayLine(new Date(2026, 5, 15), now).toLowerCase()).toBe(label.format(0, 'day').toLowerCase())
  expect(dayLine(new Date(2026, 5, 14, 23), now).toLowerCase()).toBe(label.format(-1, 'day').toLowerCase())
})

it('UI-08 a day of another year, the future included, names its year', () => {
  expect(dayLine(new Date(2024, 5, 14), now)).toContain('2024')
  expect(dayLine(new Date(2031, 0, 2), now)).toContain('2031')
  expect(dayLine(new Date(2026, 0, 2), now)).not.toContain('2026')
})

it('UI-57 the list of rooms names a year only where it is another one', () => {
  expect(short(new Date(2026, 3, 23).toISOString(), now)).not.toContain('26')
  expect(short(new Date(2024, 3, 23).toISOString(), now)).toContain('24')
})

it('UI-22 sizes have the unit that fits', () => {
  const sizes = [0, 940, 1_000, 4_120_000, 999_600_000, 10_740_000_000]
  const { size } = createFormats('en')
  expect(sizes.map(size)).toEqual(['0 byte', '940 byte', '1 kB', '4.1 MB', '1 GB', '11 GB'])
})

it('LA-04 dates, times, numbers and names are written and sorted as the locale does', () => {
  const at = '2026-01-31T14:03:00'
  const german = createFormats('de-AT')
  const english = createFormats('en-GB')
  expect([german.day(at), english.day(at)]).toEqual(['31.01.2026', '31 Jan 2026'])
  expect([german.time(at), english.time(at)]).toEqual(['14:03', '14:03'])
  expect([createFormats('de').number(1_234.5), english.number(1_234.5)]).toEqual(['1.234,5', '1,234.5'])
  expect(german.size(4_120_000)).toBe('4,1 MB')
  expect(german.dayLine(now, now)).toBe('Heute')
  expect(english.names(['Ada', 'Bob', 'Cy'])).toBe('Ada, Bob, Cy')
  const names = ['Room 10', 'Zoe', 'Ägir', 'Room 9', 'Bob']
  expect(names.toSorted(german.byName)).toEqual(['Ägir', 'Bob', 'Room 9', 'Room 10', 'Zoe'])
  expect(names.toSorted(createFormats('sv').byName).at(-1)).toBe('Ägir')
})
