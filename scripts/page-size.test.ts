import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { scriptBytes } from './page-size.mjs'

const page = `<script src="/_next/static/chunks/a.js" async=""></script>
  <script src="/_next/static/chunks/old.js" noModule=""></script>
  <script>self.__next_f.push([1,"[\\"/_next/static/chunks/b.js\\",\\"/_next/static/chunks/a.js\\"]"])</script>`

test('UI-50 a page is as large as the scripts that it names, each once and compressed, but for those of old browsers', () => {
  const read: string[] = []
  const files: Record<string, Buffer> = { a: randomBytes(1_000), b: Buffer.alloc(1_000) }
  const bytes = scriptBytes(page, (address) => {
    read.push(address)
    return files[address.split('/').at(-1)?.charAt(0) ?? ''] ?? Buffer.alloc(0)
  })
  expect(read).toEqual(['/_next/static/chunks/a.js', '/_next/static/chunks/b.js'])
  expect(bytes).toBeGreaterThan(1_000)
  expect(bytes).toBeLessThan(1_100)
})
