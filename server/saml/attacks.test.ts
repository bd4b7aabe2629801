import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type SamlAttack, samlAttacks } from '../../test/saml-attacks.ts'
import { openSamlIdp, partyOf } from '../../test/saml-idp.ts'
import { victim } from '../../test/saml-wrapping.ts'
import * as checks from './checks.ts'
import { readResponse } from './saml.ts'

const now = new Date('2026-11-21T12:00:00Z')
const idp = openSamlIdp('https://idp.example/entity', 'rsa', now)
const tried = new Set<string>()

test('SA-1: only the certificates of the connection count, and none that the message brings along', (t) =>
  refuses(t, 'SA-1'))

test('SA-2: wherever the signed part is moved to, nothing else is read in its place', (t) =>
  refuses(t, 'SA-2'))

test('SA-3: there is one assertion, and a signature has one SignedInfo with one reference to what it stands in', (t) =>
  refuses(t, 'SA-3'))

test('SA-4: the assertion is signed, or the response where the connection says so, and neither was changed since', (t) =>
  refuses(t, 'SA-4'))

test('SA-5: what could hide something, or is too much, is refused before it is parsed', (t) =>
  refuses(t, 'SA-5'))

test('SA-6: comments and CDATA sections cannot cut a text in two', (t) => refuses(t, 'SA-6'))

test('SA-7: nothing but RSA and ECDSA with SHA-256 or better, and exclusive canonical form', (t) =>
  refuses(t, 'SA-7'))

test('SA-8: a sign-in that failed at the provider is no sign-in, whatever assertion is in it', (t) =>
  refuses(t, 'SA-8'))

test('SA-9: response and assertion are from the entity of this connection', (t) => refuses(t, 'SA-9'))

test('SA-10: every restriction of the audience names us', (t) => refuses(t, 'SA-10'))

test('SA-11: the bearer was meant to come here, and before now', (t) => refuses(t, 'SA-11'))

test('SA-12: the assertion says from when to when it is good, and that is now', (t) => refuses(t, 'SA-12'))

test('SA-13: response and assertion answer the same request', (t) => refuses(t, 'SA-13'))

test('SA-16: there is one subject, and it will have the same name the next time', (t) => refuses(t, 'SA-16'))

test('SA-17: what was encrypted for another, or with an algorithm that can be made an oracle, is not opened', async (t) => {
  await refuses(t, 'SA-17')
  const closed = ['encrypted-for-another', 'encrypted-rsa15', 'encrypted-cbc', 'encrypted-tampered']
  const answers = await Promise.all(closed.map((name) => verdictOn(samlAttacks[name])))

  assert.equal(new Set(answers.map((answer) => JSON.stringify(answer))).size, 1, 'they can be told apart')
})

test('every message of the list was tried, and every check has one that it refuses', () => {
  const lists = Object.values(checks).filter((list) => Array.isArray(list))
  const made = lists.flat().map(({ id, reason }) => `${id} ${reason}`)
  const attacks = new Set(Object.values(samlAttacks).map(({ id, reason }) => `${id} ${reason}`))

  assert.deepEqual(
    Object.keys(samlAttacks).filter((name) => !tried.has(name)),
    [],
  )
  assert.ok(made.length > 25)
  assert.deepEqual(
    made.filter((check) => !attacks.has(check)),
    [],
  )
})

/** Tries every message that breaks this line. */
async function refuses(t: TestContext, id: string) {
  for (const [name, attack] of Object.entries(samlAttacks)) {
    if (attack.id !== id) continue
    tried.add(name)
    await t.test(name, async () => {
      const verdict = await verdictOn(attack)

      assert.equal(verdict.ok, false)
      if (verdict.ok) return
      assert.equal(verdict.reason, attack.reason, verdict.detail)
      assert.ok(verdict.detail.length <= 300 && !/[<>]/.test(verdict.detail), verdict.detail)
      assert.notEqual(verdict.subject, victim)
    })
  }
}

function verdictOn(attack: SamlAttack | undefined) {
  assert.ok(attack)
  const party = partyOf(idp, attack.party)
  return readResponse(party, attack.make({ idp, party, about: { now } }).base64, now)
}
