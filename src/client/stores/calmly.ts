/**
 * Listening to what may change fifty times a second: whoever draws it is told ten times, or three while somebody types,
 * and has time for keystrokes in between (UI-91).
 */

type Subscribe = (listener: () => void) => () => void

/** From one telling to the next (ms): nobody sees that a message came that much later. */
export const calmPause = 100
/** The same while somebody types: they look at what they write. */
export const typingPause = 300
/** This long after a letter (ms) somebody still types. */
export const typingLasts = 300

let lastTyped = Number.NEGATIVE_INFINITY
let isWatching = false

function watchTyping(): void {
  if (isWatching || typeof window === 'undefined') return
  isWatching = true
  window.addEventListener('input', () => {
    lastTyped = performance.now()
  })
}

const pause = () => (performance.now() - lastTyped < typingLasts ? typingPause : calmPause)

/**
 * Tells of the last of the changes that follow each other within a moment.
 *
 * @param first the first one is told at once, or, where it is often taken back within the moment, together with the others
 */
export function calmly(subscribe: Subscribe, first: 'at-once' | 'together'): Subscribe {
  return (listener) => {
    watchTyping()
    let timer: ReturnType<typeof setTimeout> | undefined
    let isNews = false

    function tell() {
      timer = undefined
      if (!isNews) return
      isNews = false
      timer = setTimeout(tell, pause())
      listener()
    }
    const leave = subscribe(() => {
      isNews = true
      if (timer !== undefined) return
      if (first === 'at-once') tell()
      else timer = setTimeout(tell, calmPause)
    })
    return () => {
      clearTimeout(timer)
      leave()
    }
  }
}
