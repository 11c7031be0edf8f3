// @vitest-environment jsdom
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type LanguageChoice, languageFor } from '@/client/language/languages'
import { createAppearanceStore } from './appearance'

const script = readFileSync('public/appearance.js', 'utf8')
const normal = { language: 'system', theme: 'system', contrast: 'system', textSize: 'normal' }
const shown = () => ({ ...document.documentElement.dataset })
const kept = () => localStorage.getItem('parley-appearance')

let prefersMore = { matches: false, addEventListener: vi.fn() }

function open() {
  vi.stubGlobal('matchMedia', () => prefersMore)
  new Function(script)()
  return createAppearanceStore(localStorage, window)
}

/** As the browser tells it to every other tab. */
function changedElsewhere(text: string) {
  localStorage.setItem('parley-appearance', text)
  window.dispatchEvent(new StorageEvent('storage', { key: 'parley-appearance' }))
}

beforeEach(() => {
  localStorage.clear()
  prefersMore = { matches: false, addEventListener: vi.fn() }
})

describe('UI-51', () => {
  it('UI-51 what was chosen is shown at once, and before anything else by the next page', () => {
    const store = open()
    expect(store.get()).toEqual(normal)
    expect(shown()).toEqual({ theme: 'system', contrast: 'normal', textSize: 'normal' })
    store.set({ theme: 'dark' })
    store.set({ contrast: 'more', textSize: 'large' })
    const chosen = { theme: 'dark', contrast: 'more', textSize: 'large' }
    expect(shown()).toEqual(chosen)
    for (const name of Object.keys(chosen)) delete document.documentElement.dataset[name]
    expect(open().get()).toEqual({ language: 'system', ...chosen })
    expect(shown()).toEqual(chosen)
  })

  it('UI-51 other tabs follow', () => {
    const store = open()
    const heard = vi.fn()
    const leave = store.subscribe(heard)
    changedElsewhere('{"theme":"light"}')
    expect(heard).toHaveBeenCalledOnce()
    expect(store.get()).toEqual({ ...normal, theme: 'light' })
    expect(shown()).toMatchObject({ theme: 'light' })
    leave()
    changedElsewhere('{}')
    store.set({ theme: 'dark' })
    expect(heard).toHaveBeenCalledOnce()
  })

  it.each(['', '[', 'null', '7', '"dark"', '{"theme":"pink","textSize":{}}'])(
    'UI-51 %j is nothing that was chosen',
    (text) => {
      localStorage.setItem('parley-appearance', text)
      expect(open().get()).toEqual(normal)
      expect(shown().contrast).toBe('normal')
    },
  )

  it('UI-51 a browser that keeps nothing shows it all the same, until it is closed', () => {
    vi.stubGlobal('matchMedia', () => prefersMore)
    new Function(script)()
    const full = () => {
      throw new Error('no space')
    }
    const store = createAppearanceStore({ getItem: full, setItem: full }, window)
    store.set({ theme: 'dark' })
    expect(store.get().theme).toBe('dark')
    expect(shown().theme).toBe('dark')
    expect(kept()).toBeNull()
  })

  it('UI-51 whoever asked their system for more contrast has it, also from when they do', () => {
    prefersMore.matches = true
    open()
    expect(shown().contrast).toBe('more')
    prefersMore.matches = false
    prefersMore.addEventListener.mock.calls[0]?.[1]()
    expect(shown().contrast).toBe('normal')
  })
})

it.each<[LanguageChoice, string[]]>([
  ['system', ['de-AT', 'en']],
  ['system', ['fr', 'EN-gb', 'de']],
  ['system', ['fr']],
  ['system', []],
  ['de', ['en']],
  ['en', ['de']],
])(
  'LA-02 before anything else the document says in which language it will be: %s of %j',
  (choice, preferred) => {
    vi.spyOn(navigator, 'languages', 'get').mockReturnValue(preferred)
    localStorage.setItem('parley-appearance', JSON.stringify({ language: choice }))
    expect(open().get().language).toBe(choice)
    expect(document.documentElement.lang).toBe(languageFor(choice, preferred))
  },
)
