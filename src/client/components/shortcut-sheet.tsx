/** Lists every shortcut. */
import { type Keys, type Shortcut, shortcuts } from '@/client/shortcuts'

const groups: readonly { title: string; lines: readonly (readonly [Shortcut, string])[] }[] = [
  {
    title: 'Everywhere',
    lines: [
      ['switcher', 'Find or go to'],
      ['previous-room', 'Previous room'],
      ['next-room', 'Next room'],
      ['previous-unread', 'Previous room with something unread'],
      ['next-unread', 'Next room with something unread'],
      ['leave', 'Close what is open'],
      ['sheet', 'These shortcuts'],
    ],
  },
  {
    title: 'While writing',
    lines: [
      ['send', 'Send'],
      ['break', 'New line'],
      ['edit-latest', 'Edit your latest message, while nothing is written'],
      ['bold', 'Bold'],
      ['italic', 'Italic'],
      ['code', 'Code'],
      ['leave', 'Leave an edit or an answer'],
    ],
  },
]

const drawn: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc' }

export function ShortcutSheet() {
  const isApple = /Mac|iP(hone|ad|od)/.test(navigator.userAgent)
  return (
    <div className="flex flex-col gap-5">
      {groups.map(({ title, lines }) => (
        <section key={title} aria-label={title}>
          <h3 className="mb-1 text-sm font-semibold text-muted">{title}</h3>
          <dl>
            {lines.map(([name, what]) => (
              <div key={name} className="flex min-h-9 items-center gap-4">
                <dt className="min-w-0 flex-1 text-pretty">{what}</dt>
                <dd className="flex shrink-0 gap-1">
                  {namesOf(shortcuts[name], isApple).map((key) => (
                    <kbd
                      key={key}
                      className="min-w-7 rounded-md border border-line px-1.5 py-0.5 text-center text-sm"
                    >
                      {key}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}

function namesOf({ key, mod, alt, shift }: Keys, isApple: boolean): string[] {
  return [
    ...(mod ? [isApple ? '⌘' : 'Ctrl'] : []),
    ...(alt ? [isApple ? '⌥' : 'Alt'] : []),
    ...(shift ? ['Shift'] : []),
    drawn[key] ?? (key.length === 1 ? key.toUpperCase() : key),
  ]
}
