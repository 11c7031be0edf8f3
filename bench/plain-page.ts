/** The limits beside which the interface stands: a page of nothing but rows that scroll, and one of nothing but a field. */
import type { Page } from '@playwright/test'
import type { Reader } from './reader'
import { textOf } from './seeded-server'

/** More than are scrolled over; all of them are there from the beginning. */
const rows = 3_000

/** A page with plain rows in a view like the conversation's, at its end. */
export async function plainList(reader: Reader): Promise<Page> {
  const page = await reader.blank()
  await page.evaluate(
    ({ texts }) => {
      document.documentElement.innerHTML = '<body style="margin:0"></body>'
      const list = document.createElement('div')
      list.setAttribute('role', 'log')
      list.style.cssText = 'height:100vh;overflow-y:auto;font:16px/1.5 sans-serif'
      for (const text of texts) {
        const row = list.appendChild(document.createElement('div'))
        row.style.cssText = 'padding:8px 14px;margin-top:4px'
        row.textContent = text
      }
      document.body.append(list)
      list.scrollTop = list.scrollHeight
    },
    { texts: Array.from({ length: rows }, (_, n) => textOf(n + 1)) },
  )
  return page
}

/** A page with an empty text area, and nothing else. */
export async function plainField(reader: Reader): Promise<Page> {
  const page = await reader.blank()
  await page.evaluate(() => {
    document.documentElement.innerHTML = '<body><textarea aria-label="Message"></textarea></body>'
  })
  return page
}
