/**
 * One at a time, and one for all, in the tabs of this browser and its service worker.
 *
 * A Web Lock, which a tab that dies lets go of at once, and one that is frozen right before. One that hangs keeps it: so
 * whoever waits asks, over a channel of the lock's name, and takes the lock away when nobody answers. Messages reach a tab
 * in the background at once, when its timers have long been slowed down. Where Web Locks are missing (plain HTTP from
 * another machine) the tabs do not wait for each other.
 */
import type { Clock } from '../sync/clock'
import type { Lead } from '../sync/lead'
import { watchFreezing } from './frozen-page'

/** Who has not answered for this long (ms) does not live. */
const lease = 4_000
/** Whoever waits for its turn asks this often (ms). */
const askEvery = 2_000

const hasLocks = () => 'locks' in navigator

/** Runs one piece of work after the other; while a tab does not answer, its work is not waited for. */
export function browserLock(name: string, clock: Clock): <T>(work: () => Promise<T>) => Promise<T> {
  return (work) => {
    if (!hasLocks()) return work()
    return new Promise((resolve, reject) => {
      let stopAsking = () => {}
      const { challenge, leave } = browserLead(name, clock).take({
        become() {
          stopAsking()
          work().then(resolve, reject).finally(leave)
        },
        lose: () => leave(),
        asked() {},
      })
      function askLater() {
        stopAsking = clock.after(askEvery, () => {
          challenge()
          askLater()
        })
      }
      askLater()
    })
  }
}

/**
 * Makes one of all tabs the one that does something, until it is closed, lets go, or is silent when it is asked. Without
 * Web Locks every tab takes itself for it, and for the only one.
 */
export function browserLead(name: string, clock: Clock): Lead {
  // Held by every tab at the same time, so that one whose lead was taken away still counts.
  const presence = `${name}-tab`

  return {
    async isAlone() {
      if (!hasLocks()) return true
      const { held = [] } = await navigator.locks.query()
      return held.filter((lock) => lock.name === presence).length <= 1
    },
    take({ become, lose, asked }) {
      if (!hasLocks()) {
        queueMicrotask(become)
        return { challenge() {}, leave() {} }
      }
      const gone = new AbortController()
      const channel = new BroadcastChannel(name)
      /** Its place in the queue, and then its time as the one; aborted when it gave that up itself. */
      let turn = new AbortController()
      let leads = false
      let release = () => {}
      /** Another tab waits for an answer, which the one before may never give. */
      let isAnswerDue = false
      let stopWaiting: (() => void) | undefined

      const say = (word: 'alive?' | 'alive') => channel.postMessage(word)
      const heard = () => {
        stopWaiting?.()
        stopWaiting = undefined
      }
      channel.onmessage = ({ data }) => {
        isAnswerDue = data === 'alive?' && !leads
        if (data === 'alive') heard()
        else if (leads) {
          say('alive')
          asked()
        }
      }

      function begin(how: 'queue' | 'steal') {
        turn.abort()
        const mine = new AbortController()
        turn = mine
        let granted = false
        navigator.locks
          .request(name, how === 'steal' ? { steal: true } : { signal: mine.signal }, () => {
            if (mine.signal.aborted) return undefined
            granted = true
            leads = true
            heard()
            const untilReleased = new Promise<void>((resolve) => {
              release = resolve
            })
            become()
            if (isAnswerDue) say('alive')
            return untilReleased
          })
          .catch(() => {
            if (!granted || mine.signal.aborted) return
            // Taken away.
            leads = false
            begin('queue')
            lose()
          })
      }
      function stop() {
        heard()
        leads = false
        turn.abort()
        release()
      }
      begin('queue')
      const stopWatching = watchFreezing({
        freeze() {
          const led = leads
          stop()
          if (led) lose()
        },
        resume() {
          if (turn.signal.aborted) begin('queue')
        },
      })
      const untilGone = new Promise<void>((resolve) => gone.signal.addEventListener('abort', () => resolve()))
      navigator.locks
        .request(presence, { mode: 'shared', signal: gone.signal }, () => untilGone)
        .catch(() => {})

      return {
        challenge() {
          if (leads || stopWaiting) return
          say('alive?')
          stopWaiting = clock.after(lease, () => {
            stopWaiting = undefined
            begin('steal')
          })
        },
        leave() {
          stopWatching()
          gone.abort()
          stop()
          channel.close()
        },
      }
    },
  }
}
