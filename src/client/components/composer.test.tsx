// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { limits } from '@/contract/limits'
import { Composer } from './composer'

const onSend = vi.fn<(text: string) => Promise<boolean>>()
const onDraft = vi.fn<(text: string) => void>()

beforeEach(() => {
  onSend.mockReset().mockResolvedValue(true)
  onDraft.mockReset()
})
afterEach(cleanup)

function open(draft = '') {
  render(<Composer placeholder="Message General" draft={draft} onDraft={onDraft} onSend={onSend} />)
  return screen.getByRole('textbox', { name: 'Message' }) as HTMLTextAreaElement
}

it('UI-09 Enter sends the text as it was written and clears the field', async () => {
  const field = open()
  await userEvent.type(field, '  good morning {Enter}')
  expect(onSend.mock.calls).toEqual([['  good morning ']])
  expect(field.value).toBe('')
  expect(onDraft).toHaveBeenLastCalledWith('')
})

it('UI-09 Shift-Enter breaks the line and sends nothing', async () => {
  const field = open()
  await userEvent.type(field, 'one{Shift>}{Enter}{/Shift}two')
  expect(field.value).toBe('one\ntwo')
  expect(onSend).not.toHaveBeenCalled()
})

it('UI-09 Enter that picks a candidate of an input method sends nothing', () => {
  const field = open('にほんご')
  fireEvent.keyDown(field, { key: 'Enter', isComposing: true })
  fireEvent.keyDown(field, { key: 'Enter', keyCode: 229 })
  expect(onSend).not.toHaveBeenCalled()
  expect(field.value).toBe('にほんご')
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(onSend).toHaveBeenCalledWith('にほんご')
})

it('UI-09 the button sends too, and is off while there is nothing to send', async () => {
  const field = open('   ')
  const button = screen.getByRole('button', { name: 'Send' }) as HTMLButtonElement
  expect(button.disabled).toBe(true)
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(onSend).not.toHaveBeenCalled()
  expect(screen.queryByRole('alert')).toBeNull()
  await userEvent.type(field, 'hello')
  await userEvent.click(button)
  expect(onSend).toHaveBeenCalledWith('   hello')
})

it('UI-10 the counter appears near the limit and counts what people call characters', () => {
  const field = open('😀'.repeat(limits.contentCodePoints - 201))
  expect(screen.queryByText(/left/)).toBeNull()
  fireEvent.change(field, { target: { value: '😀'.repeat(limits.contentCodePoints - 3) } })
  expect(screen.getByText('3 left')).toBeTruthy()
})

it('UI-10 a text over the limit is not sent and stays, with the reason', () => {
  const long = 'x'.repeat(limits.contentCodePoints + 5)
  const field = open(long)
  expect(screen.getByText('5 too many')).toBeTruthy()
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(onSend).not.toHaveBeenCalled()
  expect(field.value).toBe(long)
  expect(screen.getByRole('alert').textContent).toMatch(/too long/)
})

it('UI-10 a text of exactly the limit is sent', () => {
  const full = '😀'.repeat(limits.contentCodePoints)
  fireEvent.keyDown(open(full), { key: 'Enter' })
  expect(onSend).toHaveBeenCalledWith(full)
})

it('UI-10 invisible characters alone are no message', () => {
  const field = open('\u200b\u200b')
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(onSend).not.toHaveBeenCalled()
  expect(screen.getByRole('alert').textContent).toMatch(/nothing to read/)
})

it.each([
  ['there is no room for it', () => onSend.mockResolvedValue(false), /^Too many .*still here/],
  [
    'the browser cannot keep it',
    () => onSend.mockRejectedValue(new Error('disk full')),
    /^This browser .*still here/,
  ],
])('UI-10 a message that could not be taken stays in the field: %s', async (_, refuse, reason) => {
  refuse()
  const field = open('precious')
  fireEvent.keyDown(field, { key: 'Enter' })
  expect((await screen.findByRole('alert')).textContent).toMatch(reason)
  expect(field.value).toBe('precious')
  expect(onDraft).not.toHaveBeenCalledWith('')
})

it('UI-09 until a message is safe on disk it stays in the field; what is typed meanwhile is kept, and nothing is sent twice', async () => {
  let keep = (_taken: boolean) => {}
  onSend.mockReturnValue(
    new Promise((resolve) => {
      keep = resolve
    }),
  )
  const field = open('first')
  fireEvent.keyDown(field, { key: 'Enter' })
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(field.value).toBe('first')
  expect(onDraft).not.toHaveBeenCalled()
  fireEvent.change(field, { target: { value: 'first and second' } })
  keep(true)
  await vi.waitFor(() => expect(field.value).toBe(' and second'))
  expect(onSend).toHaveBeenCalledTimes(1)
  expect(onDraft).toHaveBeenLastCalledWith(' and second')
})

it('UI-11 what was left unsent is there again, and every keystroke is handed on', async () => {
  const field = open('half a th')
  expect(field.value).toBe('half a th')
  await userEvent.type(field, 'o')
  expect(onDraft).toHaveBeenLastCalledWith('half a tho')
})

const sources = {
  people: [
    { id: '1', name: 'Ada Lovelace', inserted: '@Ada Lovelace' },
    { id: '2', name: 'Adam', inserted: '@Adam' },
  ],
  rooms: [{ id: '3', name: 'Tram', inserted: '#Tram' }],
}

function openWith(more: Partial<Parameters<typeof Composer>[0]>) {
  render(<Composer {...{ placeholder: 'Message General', draft: '', onDraft, onSend, sources, ...more }} />)
  return screen.getByRole('textbox', { name: 'Message' }) as HTMLTextAreaElement
}

it('UI-65 a person is named by keyboard alone, and Enter then sends nothing', async () => {
  const field = openWith({})
  await userEvent.type(field, 'Ask @ad')
  const options = screen.getAllByRole('option')
  expect(options.map(({ textContent }) => textContent)).toEqual(['@Adam', '@Ada Lovelace'])
  expect(field.getAttribute('aria-activedescendant')).toBe(options[0]?.id)
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(field.value).toBe('Ask @Ada Lovelace ')
  expect(onSend).not.toHaveBeenCalled()
  expect(screen.queryByRole('listbox')).toBeNull()
})

it('UI-65 a room is named by pointer, an emoji by its name, and Escape leaves what was typed', async () => {
  const onEscape = vi.fn()
  const field = openWith({ onEscape })
  await userEvent.type(field, 'in #tr')
  await userEvent.click(screen.getByRole('option', { name: '#Tram' }))
  await userEvent.type(field, ':tada')
  await screen.findByRole('option', { name: /🎉/ })
  await userEvent.keyboard('{Tab}')
  expect(field.value).toBe('in #Tram 🎉 ')
  await userEvent.type(field, '@a{Escape}')
  expect(screen.queryByRole('listbox')).toBeNull()
  expect([field.value, onEscape.mock.calls.length]).toEqual(['in #Tram 🎉 @a', 0])
})

it('UI-66 the arrow up in an empty field edits the latest message, and moves the caret elsewhere', async () => {
  const onUp = vi.fn()
  const field = openWith({ onUp })
  await userEvent.type(field, '{ArrowUp}')
  expect(onUp).toHaveBeenCalledTimes(1)
  await userEvent.type(field, 'x{ArrowUp}')
  expect(onUp).toHaveBeenCalledTimes(1)
})

it('UI-67 keys put marks around what is selected, and take them away again', async () => {
  const field = openWith({})
  await userEvent.type(field, 'bold words')
  field.setSelectionRange(0, 4)
  await userEvent.keyboard('{Control>}b{/Control}')
  expect(field.value).toBe('**bold** words')
  expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe('bold')
  await userEvent.keyboard('{Control>}b{/Control}')
  expect(field.value).toBe('bold words')
  await userEvent.keyboard('{Meta>}i{/Meta}')
  expect(field.value).toBe('_bold_ words')
  await userEvent.clear(field)
  await userEvent.keyboard('{Control>}e{/Control}code{Control>}e{/Control} after')
  expect(field.value).toBe('`code` after')
})

it('UI-70 an address pasted over words becomes a link with that name', async () => {
  const field = openWith({})
  await userEvent.type(field, 'see the plan now')
  field.setSelectionRange(4, 12)
  await userEvent.paste('https://example.org/plan?a=1\n')
  expect(field.value).toBe('see [the plan](https://example.org/plan?a=1) now')
})

it.each([
  ['https://example.org', 'javascript:alert(1)', 'javascript:alert(1)'],
  ['https://example.org', 'https://other.example', 'https://other.example'],
  ['[a]', 'https://example.org', 'https://example.org'],
  ['words', 'two words', 'two words'],
])('UI-70 over %j the text %j is pasted as it is', async (before, pasted, after) => {
  const field = openWith({})
  await userEvent.click(field)
  await userEvent.paste(before)
  field.setSelectionRange(0, before.length)
  await userEvent.paste(pasted)
  expect(field.value).toBe(after)
})

it('UI-70 what nobody sees of a pasted text stays behind, its own lines and spaces do not', async () => {
  const field = openWith({})
  await userEvent.click(field)
  await userEvent.paste('\ufeffSchiff\u00adfahrt\n\n  indented\u00a0»\r\n\n')
  expect(field.value).toBe('Schifffahrt\n\n  indented\u00a0»')
})

it('LS-44 what another tab writes stands in the field, unless somebody is writing there', async () => {
  let tell = (_text: string) => {}
  const elsewhere = (listener: (text: string) => void) => {
    tell = listener
    return () => {}
  }
  const field = openWith({ elsewhere })
  act(() => tell('from another tab'))
  expect(field.value).toBe('from another tab')
  vi.spyOn(document, 'hasFocus').mockReturnValue(true)
  await userEvent.type(field, ', and here')
  act(() => tell('something else'))
  expect(field.value).toBe('from another tab, and here')
  vi.mocked(document.hasFocus).mockReturnValue(false)
  act(() => tell('something else'))
  expect(field.value).toBe('something else')
})
