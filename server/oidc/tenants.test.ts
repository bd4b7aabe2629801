import assert from 'node:assert/strict'
import { before, beforeEach, test } from 'node:test'
import { type Forger, openForger } from '../../test/forger.ts'
import { beginAnew, comeBackTo, failing, partyOf, present } from '../../test/oidc-party.ts'
import * as oidc from './oidc.ts'
import { mustBeOfTenant } from './tenants.ts'

const TENANT = '11111111-2222-3333-4444-555555555555'
const GOOGLE = 'https://accounts.google.com'

let forger: Forger

before(async () => {
  forger = await openForger()
})
beforeEach(() => beginAnew(forger))

const issuers: [issuer: string, mayBe: boolean][] = [
  [`https://login.microsoftonline.com/${TENANT}/v2.0`, true],
  [`https://sts.windows.net/${TENANT}/`, true],
  ['https://accounts.google.com', true],
  ['https://acme.okta.com', true],
  ['https://login.microsoftonline.com/common/v2.0', false],
  ['https://login.microsoftonline.com/Organizations/v2.0', false],
  ['https://login.microsoftonline.com/consumers/v2.0', false],
  ['https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0', false],
  ['https://login.microsoftonline.com/{tenantid}/v2.0', false],
  ['https://login.microsoftonline.us/common/v2.0', false],
  ['https://idp.example/?tenant=1', false],
  ['https://idp.example/#a', false],
  ['ftp://idp.example/', false],
  ['idp.example', false],
]

for (const [issuer, mayBe] of issuers) {
  test(`OI-7: ${issuer} ${mayBe ? 'can' : 'cannot'} be the issuer of a workspace`, async () => {
    assert.equal(oidc.faultOfIssuer(issuer) === null, mayBe)
    if (mayBe) return

    const party = partyOf({ ...forger, issuer })
    const begun = oidc.authorizationUrl(party, oidc.newSecrets(), present())
    await assert.rejects(begun, failing('tenant'))
    const secrets = { ...oidc.newSecrets(), ...present() }
    await assert.rejects(oidc.exchange(party, {}, secrets), failing('tenant'))
  })
}

test('OI-7: a connection of one tenant takes nobody of another, nor anybody of none', async () => {
  const party = partyOf(forger, { tenantId: TENANT })

  for (const tid of [TENANT.replace('1', '2'), undefined, '', null, [TENANT]]) {
    forger.forgery = { claims: { tid } }
    await assert.rejects(comeBackTo(party), failing('tenant', /expected 1111/))
  }
  forger.forgery = { claims: { tid: TENANT } }

  assert.equal((await comeBackTo(party)).subject, forger.person.sub)
})

test("OI-7: Google's issuer is everybody's: only accounts of a Google Workspace are taken, and of the one that is named", () => {
  const refused = (tenantId: string | null, claims: object) =>
    assert.throws(
      () => mustBeOfTenant(partyOf({ ...forger, issuer: GOOGLE }, { tenantId }), { ...claims }),
      failing('tenant'),
    )
  const taken = (tenantId: string | null, claims: object) =>
    mustBeOfTenant(partyOf({ ...forger, issuer: GOOGLE }, { tenantId }), { ...claims })

  refused(null, {})
  refused(null, { hd: '' })
  refused('acme.test', {})
  refused('acme.test', { hd: 'evil.test' })
  refused('acme.test', { hd: ['acme.test'] })
  taken(null, { hd: 'acme.test' })
  taken('acme.test', { hd: 'ACME.test' })
})

test('OI-7: the same subject at another issuer is another claim', async () => {
  const other = await openForger()
  beginAnew(other)
  other.person = forger.person

  const claims = [await comeBackTo(partyOf(forger)), await comeBackTo(partyOf(other))]

  assert.equal(claims[0]?.subject, claims[1]?.subject)
  assert.notEqual(claims[0]?.issuer, claims[1]?.issuer)
})

const confirmed: [says: string, verified: unknown, isVerified: boolean | null][] = [
  ['true', true, true],
  ['the text "true"', 'true', true],
  ['left out', undefined, null],
  ['false', false, false],
  ['the text "false"', 'false', false],
  ['null', null, false],
  ['1', 1, false],
]

for (const [says, verified, isVerified] of confirmed) {
  test(`OI-8: an address whose email_verified is ${says} is ${isVerified === null ? 'unsaid' : isVerified ? 'confirmed' : 'not confirmed'}`, async () => {
    forger.person = { ...forger.person, email_verified: verified }

    const { claims } = await comeBackTo(partyOf(forger))

    assert.deepEqual(oidc.addressOf(claims), { email: 'ada@example.test', isVerified })
  })
}

test('OI-8: address and confirmation are of one answer', async () => {
  forger.forgery = {
    claims: { email: undefined, email_verified: true },
    userinfo: { email: 'victim@example.test', email_verified: undefined },
  }
  const mixed = await comeBackTo(partyOf(forger))
  forger.forgery = {
    claims: { email: 'ada@example.test', email_verified: undefined },
    userinfo: { email: undefined, email_verified: true },
  }
  const other = await comeBackTo(partyOf(forger))

  assert.deepEqual(oidc.addressOf(mixed.claims), { email: 'victim@example.test', isVerified: null })
  assert.deepEqual(oidc.addressOf(other.claims), { email: 'ada@example.test', isVerified: null })
})

test('L-6: an address with letters that look like others, or that is none, is not taken', async () => {
  for (const email of [
    'аdа@example.test',
    'ada',
    'ada@',
    'a b@example.test',
    `${'a'.repeat(320)}@x.test`,
    7,
    null,
    ['a@b.test'],
  ])
    assert.equal(oidc.addressOf({ email, email_verified: true }), null)
})

test('further claims come from the userinfo, where they are asked for', async () => {
  forger.forgery = { userinfo: { groups: ['admins'] } }

  const brief = await comeBackTo(partyOf(forger))
  const whole = await comeBackTo(partyOf(forger, { wholeProfile: true }))

  assert.equal(brief.claims.groups, undefined)
  assert.deepEqual(whole.claims.groups, ['admins'])
  assert.deepEqual(oidc.addressOf(whole.claims), { email: 'ada@example.test', isVerified: true })
})
