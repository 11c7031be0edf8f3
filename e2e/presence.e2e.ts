// Two people see when the other is here, types, has received and has read; whoever hides it neither shows nor sees it.
import { type Browser, expect } from '@playwright/test'
import { createPerson, type Person } from './fixtures/person'
import { test } from './fixtures/test'

async function twoPeople(browser: Browser, address: string) {
  const ada = await createPerson(browser, address, 'Ada')
  await ada.createRoom('Tea')
  const grace = await createPerson(browser, address, 'Grace')
  await grace.joinRoom('Tea')
  return { ada, grace }
}

const typing = ({ page }: Person) => page.getByRole('status', { name: 'Typing' })
const composer = ({ page }: Person) => page.getByRole('textbox', { name: 'Message' })

async function hide({ page }: Person) {
  await page.getByRole('button', { name: 'Settings' }).click()
  const group = page.getByRole('group', { name: 'Show when I am here and typing' })
  await group.getByText('Off').click()
  await page.keyboard.press('Escape')
}

test('PT-02 PT-04 what somebody types is announced under the messages, moves nothing, and ends with their message', async ({
  browser,
  startServer,
}) => {
  const { address } = await startServer()
  const { ada, grace } = await twoPeople(browser, address)
  await ada.say('Hello')
  await expect(grace.message('Hello')).toBeVisible()
  const before = await composer(grace).boundingBox()
  await composer(ada).pressSequentially('How are')
  await expect(typing(grace)).toHaveText('Ada is typing…')
  expect(await composer(grace).boundingBox()).toEqual(before)
  await expect(typing(ada)).toBeEmpty()
  await ada.say('How are you?')
  await expect(grace.message('How are you?')).toBeVisible()
  await expect(typing(grace)).toBeEmpty()
  await grace.context.close()
  await ada.context.close()
})

test('PT-05 PT-07 people in the room have a dot while they are here, until they hide it', async ({
  browser,
  startServer,
}) => {
  const { address } = await startServer()
  const { ada, grace } = await twoPeople(browser, address)
  await ada.page.getByRole('button', { name: 'About this room' }).click()
  const row = ada.page.getByRole('listitem').filter({ hasText: 'Grace' })
  await expect(row.getByRole('img', { name: 'Here now' })).toBeVisible()
  await hide(grace)
  await expect(row.getByRole('img', { name: 'Here now' })).toHaveCount(0)
  await composer(ada).pressSequentially('Are you there?')
  await expect(composer(ada)).toHaveValue('Are you there?')
  await expect(typing(grace)).toBeEmpty()
  await grace.context.close()
  await ada.context.close()
})

test('PT-12 PT-13 one’s own message is sent, and then read, by name', async ({ browser, startServer }) => {
  const { address } = await startServer()
  const { ada, grace } = await twoPeople(browser, address)
  await ada.say('Hello')
  await expect(grace.message('Hello')).toBeVisible()
  const log = ada.page.getByRole('log', { name: 'Messages' })
  await expect(log.getByRole('img', { name: 'Read', exact: true })).toBeVisible()
  await ada.page.getByRole('button', { name: 'Message actions' }).last().click()
  await expect(ada.page.getByText('Read by Grace')).toBeVisible()
  await grace.context.close()
  await ada.say('Nobody is here')
  await expect(log.getByRole('img', { name: 'Sent', exact: true })).toBeVisible()
  await ada.context.close()
})
