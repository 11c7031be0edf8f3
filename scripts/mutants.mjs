/**
 * Deliberately broken variants of the client and of the chat in memory. The simulation has to notice each of them: what it
 * does not notice it does not prove. `seed` is the first one that does.
 */

/**
 * @typedef {{ file: string, find: string, replace: string }} Patch `file` is below `src`
 * @typedef {{ name: string, seed: number, patches: readonly Patch[] }} Mutant
 */

/** @param {string} file @param {string} find @param {string} replace @returns {Patch} */
const sync = (file, find, replace) => ({ file: `client/sync/${file}`, find, replace })

/** @type {readonly Mutant[]} */
export const mutants = [
  {
    name: 'the cursor jumps to the head on every page',
    seed: 2,
    patches: [sync('room-log.ts', 'advance(raised, page.cursor,', 'advance(raised, page.head,')],
  },
  {
    name: '"joined" is trusted',
    seed: 2,
    patches: [
      sync(
        'machine.ts',
        'return shown || phase.is',
        'return unchanged(joined)\n      return shown || phase.is',
      ),
      sync('room-sync.ts', 'clock.after(joinDoubt, ports.compareHeads)', '() => {}'),
      sync('heads.ts', "if (state === 'joined') plan(gather)", ''),
    ],
  },
  {
    name: 'holes are not noticed',
    seed: 2,
    patches: [sync('room-log.ts', 'if (frame.after > room.cursor)', 'if (false)')],
  },
  {
    name: 'a retry has a new id',
    seed: 1,
    patches: [
      sync(
        'outbox.ts',
        'batch.map(({ command }) => command)',
        'batch.map(({ command }, n) => ({ ...command, id: command.id.slice(0, -4).concat(String(1000 + n)) }))',
      ),
    ],
  },
  {
    name: 'every tab sends, and the server does not recognise a repeated command',
    seed: 1,
    patches: [
      sync('outbox.ts', 'if (!leads || busy', 'if (busy'),
      {
        file: 'testing/memory-chat-append.ts',
        find: 'const stored = state.commands.get(',
        replace: 'const stored = undefined && state.commands.get(',
      },
    ],
  },
  {
    name: 'a refused command is deleted',
    seed: 1,
    patches: [
      sync('outbox-batch.ts', "return become({ is: 'parked', code, unclear: false })", 'return undefined'),
    ],
  },
  {
    name: 'an acknowledged command is deleted before the log shows it',
    seed: 1,
    patches: [
      sync(
        'outbox-batch.ts',
        "return become({ is: 'acked', log: result.log, position: result.position })",
        'return undefined',
      ),
    ],
  },
  {
    name: 'a merge does not read again what is stored',
    seed: 2,
    patches: [
      sync('room-copy.ts', 'const merged = run(log)', 'const merged = run(before)'),
      sync('room-copy.ts', 'let early = held', 'let early = held\n      const before = stored.current()'),
    ],
  },
  {
    name: 'an edit folds into a send that was attempted',
    seed: 2,
    patches: [
      sync(
        'outbox-queue.ts',
        "if (state.is === 'waiting') return replace(queue, earlier, { ...command, content",
        "if (state.is !== 'parked') return replace(queue, earlier, { ...command, content",
      ),
    ],
  },
  {
    name: 'every copy is believed to be complete',
    seed: 17,
    patches: [sync('room-log.ts', 'return room.cursor >= room.target', 'return true')],
  },
  {
    name: 'the cursor outlives a restored history',
    seed: 19,
    patches: [
      sync(
        'room-log.ts',
        "if (page.log !== room.log || page.head < asked.cursor) return { outcome: 'other-log', room }",
        '',
      ),
      sync('room-log.ts', "if (frame.log !== room.log) return { outcome: 'other-log', room }", ''),
    ],
  },
  {
    name: 'users of one browser share an outbox',
    seed: 4,
    patches: [{ file: 'client/db/database.ts', find: 'userId}`, {', replace: '""}`, {' }],
  },
  {
    name: 'a page works with whatever token the cookie gives',
    seed: 6,
    patches: [
      {
        file: 'client/session/session.ts',
        find: "if (userId !== expected) throw new ParleyError('WRONG_USER')",
        replace: '',
      },
      {
        file: 'client/session/session.ts',
        find: "if (userId !== sub) throw new ParleyError('WRONG_USER')",
        replace: 'userId = sub',
      },
    ],
  },
  {
    name: 'a late first page replaces a newer copy',
    seed: 30,
    patches: [sync('room-log.ts', 'if (isAnother || (!hasLost && page.head < room.cursor)) return room', '')],
  },
  {
    name: 'acknowledgements outlive a restored history',
    seed: 10,
    patches: [sync('outbox-settle.ts', "state.is === 'acked' && state.log !== log", 'false')],
  },
  {
    name: 'what a restored server has lost is not offered',
    seed: 19,
    patches: [sync('room-sync.ts', 'if (isRestored) await ports.lost(lostIn(held, page))', '')],
  },
  {
    name: 'a command is not frozen before it is sent',
    seed: 2,
    patches: [sync('outbox.ts', "return become(queue, batch, { is: 'sending' })", 'return queue')],
  },
  {
    name: 'messages are ordered by the clocks of their senders',
    seed: 1,
    patches: [
      sync(
        'project.ts',
        'if (hasGap) items.push(gap)',
        "items.sort((a, b) => ('sentAt' in a && 'sentAt' in b && a.sentAt < b.sentAt ? -1 : 0))\n  if (hasGap) items.push(gap)",
      ),
    ],
  },
  {
    name: 'a client only polls',
    seed: 1,
    patches: [{ file: 'testing/pumped-wire.ts', find: 'listener.event(event, sent)', replace: 'void event' }],
  },
  {
    name: 'unread is what the server counted last',
    seed: 1,
    patches: [
      sync(
        'unread.ts',
        'if (!copy || copy.cursor < head.head) return head.unread',
        'if (copy !== null) return head.unread',
      ),
    ],
  },
  {
    name: 'a failed request is not tried again by itself',
    seed: 1,
    patches: [
      sync(
        'outbox.ts',
        'holds.set(key, { failures, cancel: undefined })\n      void flush()',
        'holds.set(key, { failures, cancel: () => {} })',
      ),
    ],
  },
  {
    name: 'nobody takes over when the tab that sends has died',
    seed: 1,
    patches: [{ file: 'testing/memory-lead.ts', find: 'if (place === 0) begin()', replace: '' }],
  },
]
