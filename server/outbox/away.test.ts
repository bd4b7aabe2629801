import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { invites } from '../../contract/invites.ts'
import { signIn } from '../../contract/sign-in.ts'
import { testDatabase } from '../../test/database.ts'
import { as, clock, openWorkspace } from '../../test/house.ts'
import { openMailServer } from '../../test/mail-server.ts'
import { start } from '../main.ts'
import { newId } from '../platform/ids.ts'
import { openLog } from '../platform/log.ts'

const MINUTE_MS = 60_000
/** A request that waited for the mail server of these tests would take longer. */
const AT_ONCE_MS = 2_000

const mail = await openMailServer()
const running = await start(mail.config, { database: await testDatabase(), clock, log: openLog('silent') })
after(async () => {
  clock.reset()
  await running.http.close()
})

const stranger = as({ url: running.url })
const newAddress = () => `${newId().toLowerCase()}@away.test`
const takenFor = (to: string) => mail.received.filter((one) => one.to === to && one.isTaken)

/** Everything that sends a letter by itself: answers the addresses, and how long the slowest request took. */
async function causeLetters() {
  const workspace = await openWorkspace({ on: running })
  const [newcomer, guest] = [newAddress(), newAddress()]
  const { email: known } = await workspace.member()
  const requests = [
    () => stranger(signIn.signUp, { body: { email: newcomer } }),
    () => stranger(signIn.signUp, { body: { email: known } }),
    () => stranger(signIn.forgotPassword, { body: { email: workspace.ownerPerson.email } }),
    () => workspace.owner(invites.create, { body: { invites: [{ email: guest }] } }),
  ]
  let slowestMs = 0
  for (const request of requests) {
    const begun = performance.now()
    await request()
    slowestMs = Math.max(slowestMs, performance.now() - begun)
  }
  return { addresses: [newcomer, known, workspace.ownerPerson.email, guest], slowestMs }
}

async function everybodyHasOne(addresses: string[]) {
  for (let waited = 0; addresses.some((to) => takenFor(to).length === 0); waited += 100) {
    if (waited > 20_000) assert.fail('the letters did not arrive in time')
    await sleep(100)
  }
  // Whatever would be sent twice would be sent again now.
  clock.move(MINUTE_MS)
  await sleep(1_500)
  assert.deepEqual(
    addresses.map((to) => takenFor(to).length),
    addresses.map(() => 1),
  )
}

async function everyLetterWasTried(count: number) {
  const { db } = running.app.database
  const tried = () =>
    db
      .selectFrom('outbox')
      .where('state', '=', 'waiting')
      .where('last_error', 'is not', null)
      .select('id')
      .execute()
  for (let waited = 0; (await tried()).length < count; waited += 100) {
    if (waited > 20_000) assert.fail('the letters were not tried in time')
    await sleep(100)
  }
}

test('while the mail server is down nobody waits for it, and every letter arrives once when it is back', async () => {
  await mail.stop()
  const { addresses, slowestMs } = await causeLetters()
  await everyLetterWasTried(addresses.length)

  await mail.begin()
  clock.move(MINUTE_MS)

  await everybodyHasOne(addresses)
  assert.ok(slowestMs < AT_ONCE_MS, `${slowestMs} ms`)
})

test('while the mail server is slow nobody waits for it, and every letter arrives once', async () => {
  mail.state.delayMs = 3_000

  const { addresses, slowestMs } = await causeLetters()

  await everybodyHasOne(addresses).finally(() => {
    mail.state.delayMs = 0
  })
  assert.ok(slowestMs < AT_ONCE_MS, `${slowestMs} ms`)
})

test('a mail server that says "later" (451) gets every letter later, and takes it once', async () => {
  mail.state.answer = () => 'later'
  const { addresses } = await causeLetters()
  await everyLetterWasTried(addresses.length)

  mail.state.answer = () => 'take'
  clock.move(MINUTE_MS)

  await everybodyHasOne(addresses)
  const ids = addresses.map(
    (to) => new Set(mail.received.filter((one) => one.to === to).map((one) => one.messageId)),
  )
  assert.ok(
    ids.every((one) => one.size === 1),
    'to its reader, it is one letter however often it was offered',
  )
})

test('an address that the mail server does not know (550) gets nothing, and holds up nobody else', async () => {
  const refused = newAddress()
  mail.state.refused = refused
  await stranger(signIn.signUp, { body: { email: refused } })

  const { addresses } = await causeLetters()

  await everybodyHasOne(addresses)
  assert.deepEqual(takenFor(refused), [])
  const { db } = running.app.database
  const dead = await db.selectFrom('outbox').where('state', '=', 'dead').select('last_error').execute()
  assert.deepEqual(dead.length, 1)
  assert.match(dead[0]?.last_error ?? '', /550|no such person/)
})

test('letters arrive as text and as a page, with the link in both', async () => {
  const to = newAddress()

  await stranger(signIn.signUp, { body: { email: to } })

  await everybodyHasOne([to])
  const text = takenFor(to)[0]?.text ?? ''
  assert.match(text, /content-type: multipart\/alternative/i)
  // In the text; and in the page behind the button, and once more to be copied.
  assert.equal(text.match(/\/sign-up\/complete#token=/g)?.length, 4)
})
