/** What a page's frames and keystrokes take while something is done to it by real input. */
import type { Page } from '@playwright/test'

export interface Frames {
  /** From each frame to the next (ms). */
  frames: number[]
  /** Tasks of more than 50 ms (ms). */
  longTasks: number[]
}

/** Watches the page's frames while `work` is done. */
export async function framesWhile(page: Page, work: () => Promise<unknown>): Promise<Frames> {
  const watch = await page.evaluateHandle(() => {
    const frames: number[] = []
    const longTasks: number[] = []
    const observer = new PerformanceObserver((list) => {
      longTasks.push(...list.getEntries().map(({ duration }) => duration))
    })
    observer.observe({ type: 'longtask' })
    let last: number | undefined
    let going = true
    const frame = (now: number) => {
      if (last !== undefined) frames.push(now - last)
      last = now
      if (going) requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    return {
      end() {
        going = false
        observer.disconnect()
        return { frames, longTasks }
      },
    }
  })
  await work()
  return watch.evaluate((it) => it.end())
}

/** Milliseconds from each key to the frame that shows its letter, painted. The field has the focus. */
export async function typing(page: Page, text: string, betweenKeys: number): Promise<number[]> {
  const watch = await page.evaluateHandle(() => {
    const times: number[] = []
    let pressed = 0
    const onKey = (event: KeyboardEvent) => {
      pressed = event.timeStamp
    }
    const onInput = () => {
      const from = pressed
      requestAnimationFrame(() => {
        const painted = new MessageChannel()
        painted.port1.onmessage = () => times.push(performance.now() - from)
        painted.port2.postMessage(undefined)
      })
    }
    addEventListener('keydown', onKey, true)
    addEventListener('input', onInput, true)
    return {
      end() {
        removeEventListener('keydown', onKey, true)
        removeEventListener('input', onInput, true)
        return times
      },
    }
  })
  await page.keyboard.type(text, { delay: betweenKeys })
  // The frame of the last one.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))))
  return watch.evaluate((it) => it.end())
}
