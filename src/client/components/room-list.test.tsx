// @vitest-environment jsdom
import { cleanup, render, screen, within } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { RoomList } from './room-list'

afterEach(cleanup)

const room = (name: string, workspace?: { id: string; name: string }) => {
  const place = workspace ? { workspace } : {}
  return { roomId: `room ${name}`, name, kind: 'public' as const, unread: 0, ...place }
}
const open = (name: string, workspace: { id: string; name: string }) => {
  return { ...room(name), workspace, joined: false, members: 1 }
}
const zoo = { id: '1', name: 'Zoo' }
const acme = { id: '2', name: 'Acme' }

function show(joined: ReturnType<typeof room>[], others: ReturnType<typeof open>[] = []) {
  render(<RoomList joined={joined} open={others} current={undefined} drafts={new Map()} onJoin={() => {}} />)
}
const regions = () => screen.getAllByRole('region').map((region) => region.getAttribute('aria-label'))

it('UI-49 rooms of one workspace are listed without its name', () => {
  show([room('Kitchen', acme), room('Garden', acme)], [open('Attic', acme)])
  expect(regions()).toEqual(['Your rooms', 'Open to join'])
})

it('UI-49 rooms of several workspaces stand apart, each workspace under its name, by name', () => {
  show([room('General', zoo), room('General', acme)], [open('Attic', zoo)])
  expect(regions()).toEqual(['Acme', 'Your rooms', 'Zoo', 'Your rooms', 'Open to join'])
  const inZoo = within(screen.getByRole('region', { name: 'Zoo' }))
  expect(inZoo.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    'General',
    'AtticJoin',
  ])
})

it('UI-49 a room that was kept before rooms said whose they are is shown, too', () => {
  show([room('Kitchen'), room('Garden', acme)])
  expect(screen.getAllByRole('link').map(({ textContent }) => textContent)).toEqual(['Garden', 'Kitchen'])
})
