/** What every search promises. Each adapter's test calls this. */
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { parseSearch } from '@/contract/search-query'
import { commands } from '@/testing/test-chat'
import { type ChatHarness, person, room, useHarness } from './room-directory-contract'

const { send, edit, remove } = commands

export function describeMessageSearch(name: string, create: () => Promise<ChatHarness>): void {
  describe(name, () => {
    const chat = useHarness(create)

    /** One after another: those of one batch would share their time. */
    async function say(as: string, roomId: string, ...contents: string[]): Promise<string[]> {
      const ids: string[] = []
      for (const content of contents) {
        const command = send({ as, roomId, content })
        await chat().messageLog.append([command])
        ids.push(command.id)
      }
      return ids
    }

    async function texts(userId: string, typed: string, after?: string, limit = 50): Promise<string[]> {
      const found = await chat().messageSearch.search(userId, parseSearch(typed), after, limit)
      return found.map(({ change }) => change.content)
    }

    test('SR-01 all words have to be there, the last one by its beginning; case and accents do not matter', async () => {
      const ada = await person(chat(), 'Ada')
      const roomId = await room(chat(), [ada])
      const [cafe = '', street = '', japanese = '', path = ''] = [
        'Das Café öffnet um NEUN',
        'Viele Straßen, “Ärger”',
        '東京タワーへ行きます',
        'see src/app/page.tsx or a.b@c.example',
      ]
      await say(ada, roomId, cafe, street, japanese, path)
      const hits: [string, string][] = [
        ...(['cafe', 'CAFÉ öff', 'neun das', 'um'] as const).map((q): [string, string] => [q, cafe]),
        ...(['strassen', 'straß', 'arger', 'VIELE ARG'] as const).map((q): [string, string] => [q, street]),
        ...(['東京', '東京タワー', 'タワ', '行きます'] as const).map((q): [string, string] => [q, japanese]),
        ...(['page', 'src/app', 'app/pa', 'a.b@c.ex', 'c.example'] as const).map((q): [string, string] => [
          q,
          path,
        ]),
      ]
      for (const [query, hit] of hits) expect([query, await texts(ada, query)]).toEqual([query, [hit]])
      for (const query of ['afé', 'ca neun', 'cafe nine', '京東', 'app/src', "'", '\\', ':*', '& |', '!']) {
        if (/\p{L}/u.test(query)) expect([query, await texts(ada, query)]).toEqual([query, []])
        else await texts(ada, query)
      }
    })

    test('SR-02 nobody finds what is said in rooms that they are not in, were never in, or have left', async () => {
      const [ada, ben] = [await person(chat(), 'Ada'), await person(chat(), 'Ben')]
      const [open, closed] = [await room(chat(), [ada]), await room(chat(), [ada, ben], 'private')]
      const [inOpen = ''] = await say(ada, open, 'zebra in the open')
      await say(ada, closed, 'zebra behind the door')
      expect(await texts(ben, 'zebra')).toEqual(['zebra behind the door'])
      expect(await texts(ben, 'zebra', inOpen)).toEqual([])
      expect(await texts(ben, 'zebra', randomUUID())).toEqual([])
      await chat().directory.leave(ben, closed)
      expect(await texts(ben, 'zebra')).toEqual([])
      expect(await texts(ben, `from:Ada`)).toEqual([])
      expect(await texts(ada, 'zebra')).toHaveLength(2)
    })

    test('SR-02 what was removed is not found, what was edited is found as it is now', async () => {
      const ada = await person(chat(), 'Ada')
      const roomId = await room(chat(), [ada])
      const [gone = '', changed = ''] = await say(ada, roomId, 'giraffe one', 'giraffe two')
      await chat().messageLog.append([
        remove({ as: ada, roomId, messageId: gone }),
        edit({ as: ada, roomId, messageId: changed, content: 'okapi', version: 1 }),
      ])
      expect(await texts(ada, 'giraffe')).toEqual([])
      expect(await texts(ada, 'okapi')).toEqual(['okapi'])
    })

    test('SR-03 from, in, before and after narrow it down', async () => {
      const [ada, ben] = [await person(chat(), 'Ada Lovelace'), await person(chat(), 'Bén')]
      const garden = randomUUID()
      const input = { id: garden, name: 'Garden Club', kind: 'private' as const }
      await chat().directory.create({ userId: ada, name: 'Ada Lovelace' }, input)
      await chat().addMember(garden, ben, 'member')
      const other = await room(chat(), [ada, ben])
      await say(ada, garden, 'roses')
      await say(ben, garden, 'roses too')
      await say(ada, other, 'roses elsewhere')
      expect(await texts(ben, 'roses')).toEqual(['roses elsewhere', 'roses too', 'roses'])
      expect(await texts(ben, 'from:lovelace roses')).toEqual(['roses elsewhere', 'roses'])
      expect(await texts(ben, 'roses from:ben')).toEqual(['roses too'])
      expect(await texts(ben, 'in:garden ros from:"ada love"')).toEqual(['roses'])
      expect(await texts(ben, 'roses before:2020-01-31')).toEqual([])
      expect(await texts(ben, 'roses after:2020-01-31 before:9000-01-01')).toHaveLength(3)
      expect(await texts(ben, 'roses after:9000-01-01')).toEqual([])
      expect(await texts(ben, 'from:100% roses')).toEqual([])
    })

    test('SR-04 the newest come first, page by page, none twice and none left out', async () => {
      const ada = await person(chat(), 'Ada')
      const rooms = [await room(chat(), [ada]), await room(chat(), [ada])]
      for (let count = 0; count < 4; count++) {
        await chat().messageLog.append(
          rooms.map((roomId) => send({ as: ada, roomId, content: `penguin ${count}` })),
        )
      }
      const all = await chat().messageSearch.search(ada, parseSearch('penguin'), undefined, 50)
      expect(all.map(({ change }) => change.content.at(-1))).toEqual([...'33221100'])
      const paged: string[] = []
      for (let after: string | undefined; paged.length < 8; after = paged.at(-1)) {
        const page = await chat().messageSearch.search(ada, parseSearch('penguin'), after, 3)
        expect(page.length).toBeGreaterThan(0)
        paged.push(...page.map(({ change }) => change.id))
      }
      expect(paged).toEqual(all.map(({ change }) => change.id))
      expect(await texts(ada, 'penguin', paged.at(-1))).toEqual([])
    })
  })
}
