/** Dates, times, numbers and names as a locale writes and sorts them. Only ever called in the browser. */

export interface Formats {
  /** "14:03". Times are as ISO 8601 here and below. */
  time(at: string): string
  /** With weekday, date and time. */
  full(at: string): string
  /** "31 Jan 2026". */
  day(at: string): string
  /** "31 Jan 2026, 14:03". */
  dayAndTime(at: string): string
  /** As short as can be: the time of today, the weekday of this week, else the date, with its year only where that is another one. */
  short(at: string, now: Date): string
  /** "Today", "Yesterday", a weekday with its date, or a date with its year. */
  dayLine(day: Date, now: Date): string
  /** "1,234". */
  number(value: number): string
  /** With two digits or more, in the unit that fits: "12 MB", "0.9 MB". */
  size(bytes: number): string
  /** "Ada, Bob". */
  names(names: readonly string[]): string
  /** Sorts names as people expect it, and "Room 9" before "Room 10". */
  byName(a: string, b: string): number
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** The local midnight of a time's day, in milliseconds. */
export function startOfDay(when: Date): number {
  return new Date(when.getFullYear(), when.getMonth(), when.getDate()).getTime()
}

function daysBetween(day: Date, now: Date): number {
  return Math.round((startOfDay(now) - startOfDay(day)) / 86_400_000)
}

/** @param locale undefined: the browser's own */
export function createFormats(locale: string | undefined): Formats {
  const dates = (options: Intl.DateTimeFormatOptions) => late(() => new Intl.DateTimeFormat(locale, options))
  const time = dates({ timeStyle: 'short' })
  const full = dates({ dateStyle: 'full', timeStyle: 'short' })
  const medium = dates({ dateStyle: 'medium' })
  const mediumWithTime = dates({ dateStyle: 'medium', timeStyle: 'short' })
  const weekday = dates({ weekday: 'short' })
  const date = dates({ dateStyle: 'short' })
  const dayOfYear = dates({ day: 'numeric', month: 'short' })
  const thisYear = dates({ weekday: 'long', day: 'numeric', month: 'long' })
  const otherYear = dates({ dateStyle: 'long' })
  const relative = late(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
  const numbers = late(() => new Intl.NumberFormat(locale))
  const list = late(() => new Intl.ListFormat(locale, { type: 'unit', style: 'short' }))
  const collator = late(() => new Intl.Collator(locale, { numeric: true }))

  return {
    time: (at) => time().format(new Date(at)),
    full: (at) => full().format(new Date(at)),
    day: (at) => medium().format(new Date(at)),
    dayAndTime: (at) => mediumWithTime().format(new Date(at)),
    short(at, now) {
      const when = new Date(at)
      const ago = daysBetween(when, now)
      if (ago <= 0) return time().format(when)
      if (ago < 7) return weekday().format(when)
      return (when.getFullYear() === now.getFullYear() ? dayOfYear : date)().format(when)
    },
    dayLine(day, now) {
      const ago = daysBetween(day, now)
      if (ago === 0 || ago === 1) {
        const label = relative().format(-ago, 'day')
        return label.charAt(0).toLocaleUpperCase(locale) + label.slice(1)
      }
      return (day.getFullYear() === now.getFullYear() ? thisYear : otherYear)().format(day)
    },
    number: (value) => numbers().format(value),
    size(bytes) {
      let unit = 0
      let size = bytes
      while (size >= 999.5 && unit < units.length - 1) {
        size /= 1_000
        unit += 1
      }
      const digits = size < 10 && unit > 0 ? 1 : 0
      const format = { style: 'unit', unit: units[unit], maximumFractionDigits: digits } as const
      return new Intl.NumberFormat(locale, format).format(size)
    },
    names: (names) => list().format(names),
    byName: (a, b) => collator().compare(a, b),
  }
}

/** Made when it is first needed: making one takes a while. */
function late<Made>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => {
    made ??= make()
    return made
  }
}
