/** Fails when the chat's page loads more JavaScript than an empty page of the same build and what is allowed (UI-50). */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { scriptBytes } from './page-size.mjs'
import { root } from './stages.mjs'

/** Bytes, compressed. */
const allowed = 130_000

const read = (/** @type {string} */ address) => readFileSync(join(root, address.replace('/_next', '.next')))
const size = (/** @type {string} */ page) =>
  scriptBytes(readFileSync(join(root, '.next/server/app', page), 'utf8'), read)
const more = size('rooms.html') - size('_not-found.html')
console.log(`size: the page loads ${more} bytes of JavaScript more than an empty one, of ${allowed}`)
if (more > allowed) process.exitCode = 1
