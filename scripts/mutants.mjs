/**
 * Deliberately broken variants of the client and of the chat in memory. The simulation has to notice each of them: what it
 * does not notice it does not prove. `mutant-seeds.json` has the first story that notices each.
 */

/**
 * @typedef {{ file: string, find: string, replace: string }} Patch `file` is below `src`
 * @typedef {{ name: string, patches: readonly Patch[] }} Mutant
 */

/** @param {string} file @param {string} find @param {string} replace @returns {Patch} */
const sync = (file, find, replace) => ({ file: `client/sync/${file}`, find, replace })

/** @type {readonly Mutant[]} */
export const mutants = [
  {
    name: 'the cursor jumps to the head on every page',
    patches: [sync('room-log.ts', 'advance(raised, page.cursor,', 'advance(raised, page.head,')],
  },
  {
    name: '"joined" is trusted',
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
    patches: [sync('room-log.ts', 'if (frame.after > room.cursor)', 'if (false)')],
  },
  {
    name: 'a retry has a new id',
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
    patches: [
      sync('outbox.ts', 'let leads = false', 'let leads = true'),
      {
        file: 'testing/memory-chat-append.ts',
        find: 'const stored = state.commands.get(',
        replace: 'const stored = undefined && state.commands.get(',
      },
    ],
  },
  {
    name: 'a refused command is deleted',
    patches: [
      sync('outbox-batch.ts', "return become({ is: 'parked', code, unclear: false })", 'return undefined'),
    ],
  },
  {
    name: 'an acknowledged command is deleted before the log shows it',
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
    patches: [
      sync('room-copy.ts', 'const merged = run(log)', 'const merged = run(before)'),
      sync('room-copy.ts', 'let early = held', 'let early = held\n      const before = stored.current()'),
    ],
  },
  {
    name: 'an edit folds into a send that was attempted',
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
    patches: [sync('room-log.ts', 'return room.cursor >= room.target', 'return true')],
  },
  {
    name: 'the cursor outlives a restored history',
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
    patches: [{ file: 'client/db/database.ts', find: 'userId}`, {', replace: '""}`, {' }],
  },
  {
    name: 'a page works with whatever token the cookie gives',
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
    patches: [sync('room-log.ts', 'if (isAnother || (!hasLost && page.head < room.cursor)) return room', '')],
  },
  {
    name: 'acknowledgements outlive a restored history',
    patches: [sync('outbox-settle.ts', "state.is === 'acked' && state.log !== log", 'false')],
  },
  {
    name: 'what a restored server has lost is not offered',
    patches: [sync('room-sync.ts', 'if (isRestored) await ports.lost', 'if (false) await ports.lost')],
  },
  {
    name: 'a command is not frozen before it is sent',
    patches: [sync('outbox.ts', "return become(queue, batch, { is: 'sending' })", 'return queue')],
  },
  {
    name: 'messages are ordered by the clocks of their senders',
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
    patches: [{ file: 'testing/pumped-wire.ts', find: 'listener.event(event, sent)', replace: 'void event' }],
  },
  {
    name: 'unread is what the server counted last',
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
    patches: [
      sync(
        'outbox.ts',
        'endWait(key)\n      void flush()',
        'holds.set(key, { failures, due: Number.POSITIVE_INFINITY, cancel: () => {} })',
      ),
    ],
  },
  {
    name: 'nobody takes over when the tab that sends has died',
    patches: [{ file: 'testing/memory-lead.ts', find: 'if (place === 0) begin()', replace: '' }],
  },
  {
    name: 'the newest time that was seen is the cursor',
    patches: [
      sync(
        'room-log.ts',
        'advance(raised, page.cursor, page.changes)',
        "advance(raised, page.cursor, page.changes.filter((one) => timeOf(one) > room.messages.map(timeOf).reduce((a, b) => (a > b ? a : b), '')))",
      ),
      sync(
        'room-log.ts',
        'function floorOf(',
        'const timeOf = (one: Change) => one.removedAt ?? one.editedAt ?? one.createdAt\n\nfunction floorOf(',
      ),
    ],
  },
  {
    name: 'messages that wait are written into the copy',
    patches: [
      sync(
        'room.ts',
        'sync, outbox, marker, clock, ids },',
        `sync, outbox: { ...outbox, async add(command) {
          const { id, content, sentAt } = command
          const row = { id, roomId, content, sentAt, senderId: userId, createdAt: sentAt, editedAt: null, removedAt: null, version: 1, replyTo: null, reactions: [] }
          if (command.kind === 'send')
            await ports.stored.change((log) => log && { ...log, messages: [...log.messages, { ...row, seq: log.cursor + 1, changedSeq: log.cursor + 1 }] })
          return outbox.add(command)
        } }, marker, clock, ids },`,
      ),
    ],
  },
  {
    name: 'frames that come too early are dropped',
    patches: [
      sync(
        'room-copy.ts',
        'held = held.length + frames.length <= limits.heldFrames ? [...held, ...frames] : []',
        'void frames',
      ),
      sync('room-log.ts', "return { outcome: 'hole', room: raised }", "return { outcome: 'hole', room }"),
    ],
  },
  {
    name: 'the cursor moves in a change of its own, before the messages come',
    patches: [
      sync(
        'room-copy.ts',
        'await stored.change((log) => {\n        const merged = run(log)',
        `let first = undefined
      await stored.change((log) => {
        first = log
        const next = run(log)?.room
        return log && next?.generation === log.generation ? { ...log, cursor: next.cursor, target: next.target } : log
      })
      await stored.change((log) => {
        const merged = atLeast(log, run(log && first ? { ...log, cursor: Math.min(first.cursor, log.cursor) } : log))`,
      ),
      sync(
        'room-copy.ts',
        'export function createRoomCopy',
        `function atLeast(log, merged) {
  if (!log || log.generation !== merged?.room.generation) return merged
  const cursor = Math.max(log.cursor, merged.room.cursor)
  return { ...merged, room: { ...merged.room, cursor, target: Math.max(log.target, cursor) } }
}

export function createRoomCopy`,
      ),
    ],
  },
  {
    name: 'an older page is merged whatever its head',
    patches: [
      sync('room-log.ts', "if (page.head < asked.cursor) return { outcome: 'stale', room }", ''),
      sync(
        'room-log.ts',
        'const raised = raiseTarget(room, page.head)\n  const messages',
        'const raised = room\n  const messages',
      ),
    ],
  },
  {
    name: 'a server without anything in its cache says that all is there',
    patches: [
      {
        file: 'server/services/rejoin-room.ts',
        find: 'const last = changes.at(-1)',
        replace: `const known = await tracker.latest(log, roomId)
  if ((known?.position ?? 0) <= from) return { status: 'caught_up', log, epoch, changes: [], cursor: from, head: from, hasMore: false }
  const last = changes.at(-1)`,
      },
    ],
  },
  {
    name: "another user's queue is sent",
    patches: [
      { file: 'client/db/database.ts', find: 'userId}`, {', replace: '""}`, {' },
      { file: 'server/services/apply-commands.ts', find: 'parsed.data.as !== userId', replace: 'false' },
      {
        file: 'server/services/apply-commands.ts',
        find: 'valid.push({ place, command: parsed.data })',
        replace: 'valid.push({ place, command: { ...parsed.data, as: userId } })',
      },
    ],
  },
  {
    name: 'a message that was given up is sent again',
    patches: [
      sync(
        'outbox-queue.ts',
        'return append(drop(queue, send.command.id), { ...remove, withdraw: true }, undefined)',
        'return append(retry(queue, send.command.id), remove, send.command.id)',
      ),
    ],
  },
  {
    name: 'a higher epoch is not followed',
    patches: [
      sync('machine.ts', 'connection.epoch !== undefined && event.epoch > connection.epoch', 'false'),
      sync('machine.ts', 'known === undefined || epoch > known ||', 'known === undefined ||'),
    ],
  },
  {
    name: 'what a tab has not read of its copy goes when it keeps the rest',
    patches: [{ file: 'client/db/stored-room.ts', find: 'else if (!isSame) await', replace: 'else await' }],
  },
  {
    name: 'what was gone to far back is not kept up to date',
    patches: [
      sync('excerpts.ts', 'messages: writeChanges(excerpt.messages, own)', 'messages: excerpt.messages'),
    ],
  },
  {
    name: 'what was gone to far back hears only of what is live',
    patches: [
      sync(
        'room-excerpts.ts',
        'for (let asked = oldest(); asked; asked = oldest())',
        'for (let asked: Excerpt | undefined; asked; )',
      ),
    ],
  },
  {
    name: 'what was gone to far back becomes a part of a copy that knows more',
    patches: [
      sync('excerpts.ts', '|| excerpt.cursor < room.cursor) return room', ') return room'),
      sync(
        'room-excerpts.ts',
        'for (let asked = oldest(); asked; asked = oldest())',
        'for (let asked: Excerpt | undefined; asked; )',
      ),
    ],
  },
  {
    name: 'stretches far back are taken for neighbours',
    patches: [sync('excerpts.ts', '|| one.to < other.from || other.to < one.from) return', ') return')],
  },
]
