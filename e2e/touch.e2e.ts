// On a phone: what one does with fingers.
import { expect, type Locator, type Page } from '@playwright/test'
import { createPerson } from './fixtures/person'
import { createRoom } from './fixtures/room'
import { test } from './fixtures/test'

/** Fingers as the browser hears of them: from one place, by `right` px, and up after `until`. */
async function touch(page: Page, target: Locator, right: number, until: () => Promise<unknown>) {
  const box = await target.boundingBox()
  if (!box) throw new Error('There is nothing to touch.')
  const devtools = await page.context().newCDPSession(page)
  const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', by: number) =>
    devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + 20 + by, y: box.y + box.height / 2 }],
    })
  await finger('touchStart', 0)
  for (let by = right / 5; Math.abs(by) <= Math.abs(right) && right !== 0; by += right / 5)
    await finger('touchMove', by)
  await until()
  await finger('touchEnd', right)
}

test('UI-71 on a phone a message is held to act on it, and dragged aside to answer it', async ({
  browser,
  server,
}) => {
  const { send } = await createRoom(server, 'Fingers')
  await send('Shall we meet at eight?')
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
  const ada = await createPerson(browser, server.address, 'Ada', { options: phone })
  await ada.joinRoom('Fingers')
  const { page } = ada
  const message = ada.message('Shall we meet at eight?')
  const actions = page.getByRole('group', { name: 'Message actions' })

  await touch(page, message, 0, () => expect(actions).toBeVisible())
  await actions.getByRole('button', { name: 'React with 👍' }).tap()
  await expect(page.getByRole('button', { name: '👍 1' })).toBeVisible()

  const quote = page.getByRole('button', { name: 'Do not reply to this message' })
  await touch(page, message, 30, async () => {})
  await expect(quote).toHaveCount(0)
  await touch(page, message, 75, async () => {})
  await expect(quote).toBeVisible()
  await ada.say('Eight it is')
  await expect(page.getByRole('button', { name: /^In answer to/ })).toContainText('Shall we meet at eight?')
  await ada.context.close()
})
