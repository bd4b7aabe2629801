import assert from 'node:assert/strict'
import { before, beforeEach, type TestContext, test } from 'node:test'
import { type Forger, foreignKey, openForger } from '../../test/forger.ts'
import { beginAnew, entryOf, idIn } from '../../test/with-forgers.ts'
import { openBrowser, startWith } from '../../test/with-providers.ts'
import type { Running } from '../main.ts'
import { newId } from '../platform/ids.ts'

/** For so long the keys that are known are believed to be all, and no stranger's token makes us ask again. */
const KEYS_KEPT_MS = 60_000

let forger: Forger
let running: Running

before(async () => {
  forger = await openForger()
  running = await startWith({ providers: [entryOf('forger', forger)] })
})
beforeEach(() => beginAnew(forger))

let passedMs = 0

/** Lets time pass for the whole process, until the test ends: the library that keeps the keys has no other clock. It never goes back. */
function pass(t: TestContext, ms: number) {
  passedMs += ms
  const now = Math.round(performance.timeOrigin + performance.now() + passedMs)
  t.mock.timers.reset()
  t.mock.timers.enable({ apis: ['Date'], now })
}

async function signIn() {
  const browser = openBrowser(running)
  const { query } = await browser.signInWith('forger')
  return { problem: query.problem ?? null, isSignedIn: (await idIn(browser)) !== null }
}

const goesWell = { problem: null, isSignedIn: true }
const isRefused = { problem: 'provider-refused', isSignedIn: false }

test('OI-5: a provider signs with a new key, and everybody goes on signing in; the old key is worth nothing', async (t) => {
  assert.deepEqual(await signIn(), goesWell)
  const asked = forger.keysAsked
  pass(t, KEYS_KEPT_MS)

  forger.rotate()
  const later = await signIn()
  forger.forgery = { header: { kid: 'right' } }
  const withOld = await signIn()

  assert.deepEqual(later, goesWell)
  assert.deepEqual(withOld, isRefused)
  assert.equal(forger.keysAsked, asked + 1)
})

test('OI-5: a token that names an unknown key is refused, and its own word for the key is not taken', async () => {
  const jwk = foreignKey()
  const headers = [
    { kid: newId() },
    { kid: newId(), jwk },
    { kid: undefined, jwk },
    { kid: newId(), jku: `${forger.issuer}/jwks`, x5u: `${forger.issuer}/jwks` },
  ]
  const signedBy = 'another key'

  const refused = []
  for (const header of headers) {
    forger.forgery = { header, signedBy }
    refused.push(await signIn())
  }

  assert.deepEqual(
    refused,
    headers.map(() => isRefused),
  )
})

test('OI-5: a flood of tokens with unknown keys makes us ask for the keys once a minute', async (t) => {
  await signIn()
  const flood = async () => {
    forger.forgery = { header: { kid: newId() } }
    return Promise.all(Array.from({ length: 12 }, signIn))
  }
  const counts: number[] = []

  for (let minute = 1; minute <= 2; minute++) {
    pass(t, KEYS_KEPT_MS)
    const before = forger.keysAsked
    const answers = [...(await flood()), ...(await flood())]
    answers.push(await signIn())
    counts.push(forger.keysAsked - before)
    assert.ok(answers.every(({ problem }) => problem === 'provider-refused'))
  }

  assert.deepEqual(counts, [1, 1])
})

test('OI-5: a provider that does not give its keys is asked once for each sign-in at most', async (t) => {
  await signIn()
  pass(t, 10 * KEYS_KEPT_MS)
  const before = forger.keysAsked
  forger.forgery = { hidesKeys: true }

  const answers = await Promise.all(Array.from({ length: 12 }, signIn))

  assert.ok(answers.every(({ isSignedIn }) => !isSignedIn))
  assert.ok(forger.keysAsked - before <= 12, `${forger.keysAsked - before} times`)
  forger.forgery = {}
  assert.deepEqual(await signIn(), goesWell)
})
