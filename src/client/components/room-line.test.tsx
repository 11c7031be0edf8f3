// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import type { ComponentProps } from 'react'
import { afterEach, expect, it } from 'vitest'
import { RoomLine } from './room-line'

afterEach(cleanup)

type Room = ComponentProps<typeof RoomLine>['room']

function show(over: Partial<Room> = {}, draft?: string) {
  const room: Room = { roomId: 'r1', name: 'Kitchen', kind: 'public', unread: 0, ...over }
  render(<RoomLine room={room} isCurrent={false} draft={draft} />)
  return screen.getByRole('link')
}

const preview = { by: 'Ana', text: 'Who cooks\ntoday?', sentAt: '2026-03-01T12:00:00.000Z' }

it('UI-57 a room shows how its latest message begins, by whom and when', () => {
  const link = show({ preview })
  expect(link.textContent).toContain('Ana: Who cooks today?')
  expect(link.querySelector('time')?.dateTime).toBe(preview.sentAt)
})

it('UI-57 one’s own draft stands before that', () => {
  const link = show({ preview }, 'I do, if')
  expect(link.textContent).toContain('Draft: I do, if')
  expect(link.textContent).not.toContain('Who cooks')
})

it('UI-57 an archived room says so', () => {
  show({ archived: true })
  expect(screen.getByRole('img', { name: 'Archived room' })).toBeDefined()
  expect(screen.queryByRole('img', { name: 'Public room' })).toBeNull()
})

it('NT-02 whoever is named in a room sees that beside the count', () => {
  show({ unread: 2, mentioned: 7 })
  expect(screen.getByRole('img', { name: 'You are mentioned' })).toBeDefined()
})

it('NT-02 NT-04 a muted room says so, and still counts', () => {
  const link = show({ unread: 2, muted: true })
  expect(screen.getByRole('img', { name: 'Muted' })).toBeDefined()
  expect(screen.queryByRole('img', { name: 'You are mentioned' })).toBeNull()
  expect(link.textContent).toContain('2 unread')
})

it('UI-57 what is unread is counted, in the room and in its threads', () => {
  const link = show({ unread: 120, threads: [{ id: 't', lastRead: 0 }] })
  expect(link.textContent).toContain('99+ unread')
  expect(link.textContent).toContain('1 thread with new replies')
})
