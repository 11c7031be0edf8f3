import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createConsoleMailer } from './console-mailer'
import { createSmtpMailer } from './smtp-mailer'

const mail = {
  ...{ to: 'ada@example.org', subject: 'Grüße', text: 'Open it:\n\nhttps://chat.example/x#token\n' },
  link: 'https://chat.example/x#token',
}

/** Speaks as much SMTP as taking one mail needs. @param refuse what it says to a recipient */
async function startSmtpServer(refuse?: string) {
  const heard: string[] = []
  const server = createServer((socket: Socket) => {
    let isData = false
    socket.write('220 mail\r\n')
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').slice(0, -1)) {
        heard.push(line)
        if (isData) {
          if (line !== '.') continue
          isData = false
          socket.write('250 taken\r\n')
        } else if (line === 'DATA') {
          isData = true
          socket.write('354 go on\r\n')
        } else socket.write(refuse && line.startsWith('RCPT') ? `${refuse}\r\n` : '250 ok\r\n')
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const mailer = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, from: 'Parley <parley@example.org>' })
  onTestFinished(() => {
    mailer.close()
    server.close()
  })
  return { mailer, heard }
}

test('SE-12 a mail goes to the server that was named, as text, from the address that was named', async () => {
  const { mailer, heard } = await startSmtpServer()
  await mailer.send(mail)
  const all = heard.join('\n')
  expect(all).toMatch(/MAIL FROM:<parley@example\.org>/)
  expect(all).toMatch(/RCPT TO:<ada@example\.org>/)
  expect(all).toMatch(/From: Parley <parley@example\.org>/)
  expect(all).toMatch(/Content-Type: text\/plain; charset=utf-8/)
  expect(all).toContain(mail.link)
})

test('SE-12 a mail that nobody took is told of', async () => {
  const { mailer } = await startSmtpServer('550 no such person')
  await expect(mailer.send(mail)).rejects.toThrow(/550/)
  const away = createSmtpMailer({ url: 'smtp://127.0.0.1:1', from: 'parley@example.org' })
  await expect(away.send(mail)).rejects.toThrow(/ECONNREFUSED/)
  away.close()
})

test('SE-12 without a server for mail, whoever runs Parley reads the link on its console', async () => {
  const lines: string[] = []
  await createConsoleMailer((line) => void lines.push(line)).send(mail)
  expect(lines).toEqual([`Mail for ada@example.org: Grüße: ${mail.link}`])
})
