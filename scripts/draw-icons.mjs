/** `npm run icons`: draws the pictures that devices want of public/icon.svg, with the Chromium that the tests use. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { root } from './stages.mjs'

const svg = readFileSync(join(root, 'public/icon.svg'), 'utf8')

/** Rounded where the device shows it as it is; square to the edge, with a margin, where it cuts a shape of its own. */
const pictures = [
  { name: 'icon-192.png', size: 192, margin: 0 },
  { name: 'icon-512.png', size: 512, margin: 0 },
  { name: 'icon-maskable.png', size: 512, margin: 0.1 },
  { name: 'icon-apple.png', size: 180, margin: 0.06 },
]

const executablePath = process.env.PARLEY_CHROMIUM
const browser = await chromium.launch({
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  ...(executablePath ? { executablePath } : {}),
})
const page = await browser.newPage()
for (const { name, size, margin } of pictures) {
  const isSquare = margin > 0
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(
    `<style>body{margin:0;background:${isSquare ? '#0b6f65' : 'transparent'}}
      svg{display:block;width:${size * (1 - 2 * margin)}px;margin:${size * margin}px}</style>${svg}`,
  )
  await page.screenshot({ path: join(root, 'public', name), omitBackground: !isSquare })
}
await browser.close()
