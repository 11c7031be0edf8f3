import { expect, it } from 'vitest'
import { createPaneWidths } from './pane-widths'

function setUp(stored: string | null = null) {
  const shown: Record<string, string> = {}
  let kept = stored
  const storage = {
    getItem: () => kept,
    setItem(_: string, value: string) {
      kept = value
    },
  }
  function show(property: string, value: string) {
    shown[property] = value
  }
  return { shown, storage, show, widths: createPaneWidths(storage, show) }
}

it('UI-56 the width of a pane is kept, within what it may be', () => {
  const { shown, storage, show, widths } = setUp()
  expect(shown).toEqual({ '--side-width': '320px', '--panel-width': '400px' })
  let told = 0
  widths.subscribe(() => told++)
  widths.set('side', 100)
  widths.set('panel', 5_000)
  widths.set('panel', 6_000)
  expect([widths.get('side'), widths.get('panel'), told]).toEqual([240, 640, 2])
  expect(createPaneWidths(storage, show).get('side')).toBe(240)
})

it.each(['{', '7', '{"side": 9999, "panel": "wide"}'])(
  'UI-56 what cannot be a width is not one: %s',
  (stored) => {
    const { widths } = setUp(stored)
    expect([widths.get('side'), widths.get('panel')]).toEqual([320, 400])
  },
)
