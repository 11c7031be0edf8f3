import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inlineScriptHashes, writeInlineScripts } from './hash-inline-scripts.mjs'

const hash = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`

test('SV-31 inline scripts are known by the hash of what stands between their tags; those with an address are not listed', () => {
  const html = `<head><script src="/a.js" async></script><script id="x">one < 2</script>
    <script data-src="no">two
    lines</script></head>`
  expect(inlineScriptHashes(html)).toEqual([hash('one < 2'), hash('two\n    lines')])
})

test('SV-31 the list is that of every built page, each script once; a build without pages is none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-pages-'))
  const outfile = join(folder, 'scripts.json')
  await mkdir(join(folder, 'server/app'), { recursive: true })
  expect(() => writeInlineScripts(folder, outfile)).toThrow('no built page')
  await writeFile(join(folder, 'server/app/one.html'), '<script>a</script><script>b</script>')
  await writeFile(join(folder, 'server/other.html'), '<script>b</script>')
  writeInlineScripts(folder, outfile)
  expect(JSON.parse(await readFile(outfile, 'utf8'))).toEqual([hash('a'), hash('b')].sort())
  await rm(folder, { recursive: true })
})
