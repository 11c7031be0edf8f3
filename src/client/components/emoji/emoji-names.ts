/** All emoji that are offered, in groups, by the names that people know from elsewhere. Loaded when somebody looks for one. */
import type { MoreText } from '@/client/language/en/more-text'
import type { Language } from '@/client/language/languages'
import groups from './emoji.json'

export interface EmojiGroup {
  name: keyof MoreText['emoji']['groups']
  emoji: readonly Emoji[]
}

export interface Emoji {
  emoji: string
  /** The one that people type, then others, and last what it is called in the reader's language. */
  names: readonly string[]
}

export const emojiGroups: readonly EmojiGroup[] = groups.map(({ name, emoji }) => ({
  name: name as EmojiGroup['name'],
  emoji: emoji.map(([one = '', ...names]) => ({ emoji: one, names })),
}))

/** With the names of a language besides those that people know from elsewhere. Rejects where they cannot be had. */
export async function emojiIn(language: Language): Promise<readonly EmojiGroup[]> {
  if (language === 'en') return emojiGroups
  const { default: file } = await import('./emoji-de.json')
  const german: Readonly<Record<string, readonly string[]>> = file
  return emojiGroups.map(({ name, emoji }) => ({
    name,
    emoji: emoji.map((one) => ({ ...one, names: [...one.names, ...(german[one.emoji] ?? [])] })),
  }))
}

/** For completion: one for each name without spaces. */
export function emojiNames(groups: readonly EmojiGroup[]) {
  return groups.flatMap(({ emoji }) =>
    emoji.flatMap(({ emoji: inserted, names }) =>
      [...new Set(names)].flatMap((name) =>
        name.includes(' ') ? [] : [{ id: `${name} ${inserted}`, name, inserted }],
      ),
    ),
  )
}

/** Those of which a name has this in it, as they stand; all of them for nothing. */
export function emojiWith(text: string, groups: readonly EmojiGroup[] = emojiGroups): readonly EmojiGroup[] {
  const wanted = text.trim().toLowerCase().replaceAll(' ', '_')
  if (wanted === '') return groups
  const fits = ({ names }: Emoji) =>
    names.some((name) => name.toLowerCase().replaceAll(' ', '_').includes(wanted))
  return groups.flatMap(({ name, emoji }) => {
    const found = emoji.filter(fits)
    return found.length > 0 ? [{ name, emoji: found }] : []
  })
}
