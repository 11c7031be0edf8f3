/** Lists every shortcut. */

import { useMoreText } from '@/client/hooks/use-more-text'
import { useText } from '@/client/hooks/use-text'
import type { MoreText } from '@/client/language/en/more-text'
import { type Keys, type Shortcut, shortcuts } from '@/client/shortcuts'

/** What the groups list. `leave` means something else in each. */
const everywhere = ['switcher', 'previous-room', 'next-room', 'previous-unread', 'next-unread'] as const
const whileWriting = ['send', 'break', 'edit-latest', 'bold', 'italic', 'code'] as const

const arrows: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓' }

export function ShortcutSheet() {
  const { rooms } = useText()
  const { shortcuts: words } = useMoreText()
  const { keys } = words
  const groups: { title: string; lines: (readonly [Shortcut, string])[] }[] = [
    {
      title: words.everywhere,
      lines: [
        ...everywhere.map((name) => [name, name === 'switcher' ? rooms.find : keys[name]] as const),
        ['leave', words.closeOpen],
        ['sheet', keys.sheet],
      ],
    },
    {
      title: words.whileWriting,
      lines: [...whileWriting.map((name) => [name, keys[name]] as const), ['leave', words.leaveEdit]],
    },
  ]
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
                  {namesOf(shortcuts[name], isApple, words).map((key) => (
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

function namesOf({ key, mod, alt, shift }: Keys, isApple: boolean, words: MoreText['shortcuts']): string[] {
  return [
    ...(mod ? [isApple ? '⌘' : words.control] : []),
    ...(alt ? [isApple ? '⌥' : 'Alt'] : []),
    ...(shift ? [words.shift] : []),
    key === 'Escape' ? words.escape : (arrows[key] ?? (key.length === 1 ? key.toUpperCase() : key)),
  ]
}
