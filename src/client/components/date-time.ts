/** Dates and times as the reader's locale and time zone write them. Only ever called in the browser. */

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' })
const thisYear = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' })
const otherYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' })
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' })
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'short' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

/** The local midnight of a time's day, in milliseconds. */
export function startOfDay(when: Date): number {
  return new Date(when.getFullYear(), when.getMonth(), when.getDate()).getTime()
}

export function timeLabel(sentAt: string): string {
  return time.format(new Date(sentAt))
}

export function fullLabel(sentAt: string): string {
  return full.format(new Date(sentAt))
}

/** As short as can be: the time of today, the weekday of this week, else the date. */
export function shortLabel(sentAt: string, now: Date): string {
  const at = new Date(sentAt)
  const ago = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000)
  if (ago <= 0) return time.format(at)
  return (ago < 7 ? weekday : date).format(at)
}

/** "Today", "Yesterday", a weekday with its date, or a date with its year. */
export function dayLabel(day: Date, now: Date): string {
  const ago = Math.round((startOfDay(now) - startOfDay(day)) / 86_400_000)
  if (ago === 0 || ago === 1) {
    const label = relative.format(-ago, 'day')
    return label.charAt(0).toLocaleUpperCase() + label.slice(1)
  }
  return (day.getFullYear() === now.getFullYear() ? thisYear : otherYear).format(day)
}
