import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Endpoint } from '../../contract/endpoint.ts'
import { signIn } from '../../contract/sign-in.ts'
import { aPerson } from '../../test/alone.ts'
import { openJar } from '../../test/browser-jar.ts'
import { testDatabase } from '../../test/database.ts'
import { type As, clock, originOf, testConfig } from '../../test/house.ts'
import { houseWithMail, mailedToken } from '../../test/mail-house.ts'
import { start } from '../main.ts'
import { newId } from '../platform/ids.ts'
import { openLog } from '../platform/log.ts'
import { openMailbox } from '../platform/mailbox.ts'
import { forgetTries, networkOf, triesKey } from '../tries/tries.ts'

const PAIRS = 40
const PER_ADDRESS = 4

/** Of so many pairs, one side is slower in more than this by chance only once in a thousand times. */
const CHANCE_MAX = 31

/**
 * Fails where the time tells addresses with an account from those without: where the median over pairs, which are asked one right
 * after the other, differs by a tenth of the time, and one side is slower more often than chance has it on a busy machine.
 */
async function mustNotTell(ask: (call: As, email: string) => Promise<unknown>) {
  const on = await houseWithMail()
  const people = await Promise.all(Array.from({ length: PAIRS / PER_ADDRESS }, () => aPerson({ on })))
  const both = people.map(({ email }) => [email, `${newId().toLowerCase()}@alone.test`] as const)
  const addresses = both.flatMap((pair) => Array<typeof pair>(PER_ADDRESS).fill(pair))
  const { call } = openJar(on.url)
  const time = async (email: string) => {
    const start = performance.now()
    await ask(call, email)
    return performance.now() - start
  }
  await time(`${newId()}@nobody.test`)
  const pairs: [known: number, unknown: number][] = []
  for (const [place, [email, nobody]] of addresses.entries()) {
    const first = await time(place % 2 === 0 ? email : nobody)
    const second = await time(place % 2 === 0 ? nobody : email)
    pairs.push(place % 2 === 0 ? [first, second] : [second, first])
  }
  const network = networkOf('127.0.0.1')
  await forgetTries(on, triesKey('sign-in-network', network), triesKey('letter-network', network))

  const share = middle(pairs.map(([known, unknown]) => known - unknown)) / middle(pairs.flat())
  const slower = pairs.filter(([known, unknown]) => known > unknown).length
  const tells = Math.abs(share) >= 0.1 && Math.max(slower, PAIRS - slower) > CHANCE_MAX
  assert.ok(
    !tells,
    `known addresses take ${Math.round(share * 100)} % longer, in ${slower} of ${PAIRS} pairs`,
  )
}

function middle(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

test('PW-7: the time of a refused sign-in does not tell whether the address has an account', async () => {
  await mustNotTell((call, email) =>
    call(signIn.withPassword, { body: { email, password: 'wrong' } }).catch(() => {}),
  )
})

test('PW-7: neither does the time of asking for a new password, or to sign up', async () => {
  await mustNotTell((call, email) => call(signIn.forgotPassword, { body: { email } }))
  await mustNotTell((call, email) => call(signIn.signUp, { body: { email } }))
})

test('IO-4, PW-5: no secret that people send or get is in the log, and no hash in any answer', async () => {
  const lines: string[] = []
  const log = openLog('trace', { write: (line) => void lines.push(line) })
  const parts = { database: await testDatabase(), clock, mailbox: openMailbox(), log }
  const on = await start(testConfig(), parts)
  const password = `canary ${newId()} of many words`
  const answers: string[] = []
  const jar = openJar(on.url)
  const ask = async ({ method, path }: Endpoint, body: unknown, query = '') => {
    const headers = { 'content-type': 'application/json', origin: originOf(on.url) }
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await jar.fetch(`${on.url}/api${path}${query}`, { method, headers, ...sent })
    answers.push(`${[...response.headers]}\n${await response.text()}`)
  }
  try {
    const person = await aPerson({ on, password })
    const { email } = person
    await ask(signIn.withPassword, { email, password })
    await ask(signIn.withPassword, { email, password: `${password} wrong` })
    await ask(signIn.withPassword, { email, password: { nested: password } })
    const secrets = [...jar.cookies.values()]
    await ask(signIn.stepUp, { password })
    await ask(signIn.forgotPassword, { email })
    const token = await mailedToken(on, person.id, 'reset')
    await ask(signIn.lookUpReset, undefined, `?token=${token}`)
    await ask(signIn.resetPassword, { token, password: `${password} anew` })
    await ask(signIn.checkPassword, { password })

    const logged = lines.join('\n')
    for (const secret of [password, token, ...secrets, ...jar.cookies.values()]) {
      assert.ok(secret.length > 20 && !logged.includes(secret), 'a secret is in the log')
    }
    assert.ok(!answers.some((answer) => answer.includes('$argon2')))
    assert.ok(!answers.some((answer) => answer.includes(password)))
  } finally {
    await on.http.close()
  }
})
