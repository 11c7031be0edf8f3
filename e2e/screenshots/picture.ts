/** A picture of a page for docs/images: small, and the same as long as the page is. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import sharp from 'sharp'
import type { Look } from './seeded'

/** @param screen what it shows; with the device, if that is a phone, and the theme it makes the file's name */
export async function takePicture(page: Page, screen: string, { device, theme }: Look): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await expect(page.getByText('Someone', { exact: true })).toHaveCount(0)
  const shown = await page.screenshot({ caret: 'hide', animations: 'disabled' })
  const name = [screen, ...(device === 'phone' ? ['phone'] : []), theme].join('-')
  // 256 colours are enough for an interface, and make a third of the bytes.
  const small = await sharp(shown).png({ palette: true, colours: 256, dither: 0, effort: 10 }).toBuffer()
  await writeFile(join('docs/images', `${name}.png`), small)
}
