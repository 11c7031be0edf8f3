/** All emoji that are offered, in groups, by the names that people know from elsewhere. Loaded when somebody looks for one. */
import groups from './emoji.json'

export interface EmojiGroup {
  name: string
  emoji: readonly Emoji[]
}

export interface Emoji {
  emoji: string
  /** The one that people type, then others. */
  names: readonly string[]
}

export const emojiGroups: readonly EmojiGroup[] = groups.map(({ name, emoji }) => ({
  name,
  emoji: emoji.map(([one = '', ...names]) => ({ emoji: one, names })),
}))

/** For completion: one for each name without spaces. */
export const emojiNames = emojiGroups.flatMap(({ emoji }) =>
  emoji.flatMap(({ emoji: inserted, names }) =>
    names.flatMap((name) => (name.includes(' ') ? [] : [{ id: `${name} ${inserted}`, name, inserted }])),
  ),
)

/** Those of which a name has this in it, as they stand; all of them for nothing. */
export function emojiWith(text: string): readonly EmojiGroup[] {
  const wanted = text.trim().toLowerCase().replaceAll(' ', '_')
  if (wanted === '') return emojiGroups
  const fits = ({ names }: Emoji) =>
    names.some((name) => name.toLowerCase().replaceAll(' ', '_').includes(wanted))
  return emojiGroups.flatMap(({ name, emoji }) => {
    const found = emoji.filter(fits)
    return found.length > 0 ? [{ name, emoji: found }] : []
  })
}
