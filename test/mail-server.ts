import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import { closeAfterTests } from './database.ts'
import { testConfig } from './house.ts'

/** A letter as it arrived. */
export interface Received {
  messageId: string
  to: string
  subject: string
  text: string
  /** Whether the server took it: who sent it heard of that, unless the connection broke. */
  isTaken: boolean
}

/** What a mail server does with a letter whose content has arrived. */
export type Answer = 'take' | 'later' | 'hang up'

/** A real mail server on loopback. `state` decides what it does with each letter; it can go away and come back on its port. */
export async function openMailServer() {
  const received: Received[] = []
  const state = { answer: (_nth: number): Answer => 'take', refused: '', delayMs: 0 }
  let server = await listen(0, received, state)
  const { port } = server.server.address() as AddressInfo
  const stop = () => new Promise<void>((resolve) => server.close(resolve))
  closeAfterTests(stop)
  return {
    received,
    state,
    stop,
    begin: async () => {
      server = await listen(port, received, state)
    },
    config: testConfig({
      CLAVIGER_SMTP_URL: `smtp://127.0.0.1:${port}`,
      CLAVIGER_MAIL_FROM: 'Claviger <access@claviger.test>',
    }),
  }
}

interface State {
  answer(nth: number): Answer
  /** An address that is refused for good (550). */
  refused: string
  /** How long it takes to answer. */
  delayMs: number
}

async function listen(port: number, received: Received[], state: State): Promise<SMTPServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) =>
      address === state.refused
        ? done(Object.assign(new Error('no such person'), { responseCode: 550 }))
        : done(),
    onData(stream, session, done) {
      let text = ''
      stream.on('data', (part) => (text += part))
      stream.on('end', async () => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join()
        const letter = { ...read(text), to, isTaken: false }
        received.push(letter)
        const how = state.answer(received.length)
        if (state.delayMs > 0) await sleep(state.delayMs)
        letter.isTaken = how === 'take'
        if (how === 'take') return done()
        if (how === 'later') return done(Object.assign(new Error('busy'), { responseCode: 451 }))
        hangUp(server)
      })
    },
  })
  server.on('error', () => {})
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  return server
}

function read(text: string) {
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(text)?.[1] ?? ''
  const plain = text.replaceAll('=\r\n', '').replaceAll('=3D', '=')
  return { messageId: header('message-id'), subject: header('subject'), text: plain }
}

function hangUp(server: SMTPServer) {
  // smtp-server has no public way to drop a connection.
  const { connections } = server as unknown as { connections: Set<{ _socket: { destroy(): void } }> }
  for (const one of connections) one._socket.destroy()
}
