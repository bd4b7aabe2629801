import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { audit } from '../../contract/audit.ts'
import { ownerRole } from '../../contract/complete.ts'
import { members } from '../../contract/members.ts'
import { provisioning } from '../../contract/provisioning.ts'
import { tokens } from '../../contract/tokens.ts'
import { faultAt } from '../../test/connections.ts'
import { acting, as, clock, headersOf, openWorkspace, type TestWorkspace } from '../../test/house.ts'
import { lettersTo } from '../../test/letters.ts'
import { houseWithMail } from '../../test/mail-house.ts'
import { addScimToken, providerOf, USER } from '../../test/scim-client.ts'
import { newSecret } from '../platform/ids.ts'
import { setPlan } from '../workspaces/workspaces.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const notAllowed = { status: 401, code: 'not-allowed' }

afterEach(() => clock.reset())

/** An owner in person, who makes a SCIM token. */
async function tokenIn(
  place: TestWorkspace,
  body: { description: string; expiresAt?: string } = { description: 'Okta' },
) {
  const owner = await place.ownerInPerson()
  const { token, secret } = await owner.call(provisioning.createToken, { body })
  return { owner, token, secret, params: { scimTokenId: token.id }, provider: providerOf(place, { secret }) }
}

async function statusOf({ send }: ReturnType<typeof providerOf>) {
  return (await send('GET', '/Users', { query: { count: '0' } })).status
}

test('a SCIM token is shown once, stored as a hash, listed without its secret, and in the audit trail', async () => {
  const place = await openWorkspace()

  const { owner, token, secret } = await tokenIn(place, { description: '  Okta ' })

  assert.match(secret, /^cvd_[0-9A-Za-z]{36}$/)
  assert.deepEqual(token, {
    id: token.id,
    description: 'Okta',
    hint: secret.slice(-4),
    createdBy: { id: owner.id, name: 'Olivia Owner', gone: false },
    createdAt: token.createdAt,
    expiresAt: null,
    lastUsedAt: null,
  })
  const listed = await owner.call(provisioning.listTokens, {})
  assert.deepEqual(listed.tokens, [token])
  const { events } = await place.owner(audit.list, { query: { resourceId: token.id } })
  assert.deepEqual(
    events.map(({ type, resourceName, detail }) => ({ type, resourceName, detail })),
    [{ type: 'SCIM Token Created', resourceName: 'Okta', detail: { expiresAt: null } }],
  )
  const rows = await place.app.database.db.selectFrom('scim_tokens').selectAll().execute()
  assert.ok(!JSON.stringify([rows, events, listed]).includes(secret))
})

test('several SCIM tokens work at once, so that one can take the place of another', async () => {
  const place = await openWorkspace()
  const old = await tokenIn(place, { description: 'Old' })
  const fresh = await tokenIn(place, { description: 'New' })
  assert.deepEqual([await statusOf(old.provider), await statusOf(fresh.provider)], [200, 200])

  await old.owner.call(provisioning.revokeToken, { params: old.params })

  assert.deepEqual([await statusOf(old.provider), await statusOf(fresh.provider)], [401, 200])
  const { tokens: left } = await old.owner.call(provisioning.listTokens, {})
  assert.deepEqual(left, [{ ...fresh.token, lastUsedAt: left[0]?.lastUsedAt }])
  const again = old.owner.call(provisioning.revokeToken, { params: old.params })
  await assert.rejects(again, { status: 404, code: 'not-found' })
  const { events } = await place.owner(audit.list, { query: { resourceId: old.token.id } })
  assert.deepEqual(
    events.map(({ type, actor, detail }) => ({ type, actor, detail })),
    [
      { type: 'SCIM Token Revoked', actor: old.owner.id, detail: { because: 'revoked' } },
      { type: 'SCIM Token Created', actor: old.owner.id, detail: { expiresAt: null } },
    ],
  )
})

test('what an identity provider sent, and what waits behind the revocation of its token, is refused', async () => {
  const place = await openWorkspace()
  const { owner, params, provider } = await tokenIn(place)
  const create = (index: number) =>
    provider.post('/Users', { schemas: [USER], userName: `late-${index}@${place.slug}.test` })

  const [revoked, ...answers] = await Promise.all([
    owner.call(provisioning.revokeToken, { params }),
    ...Array.from({ length: 5 }, (_, index) => create(index)),
  ])

  assert.deepEqual(revoked, { status: 'SUCCESS' })
  const { events } = await place.owner(audit.list, { query: {} })
  const types = events.map((one) => one.type).filter((type) => /SCIM Token Revoked|via SCIM/.test(type))
  // Newest first: nobody was added after it.
  assert.equal(types[0], 'SCIM Token Revoked')
  const statuses = answers.map(({ status }) => status)
  assert.equal(statuses.filter((status) => status === 201).length, types.length - 1)
  assert.ok(
    statuses.every((status) => status === 201 || status === 401),
    String(statuses),
  )
  const { users } = await place.owner(members.list, { query: {} })
  assert.equal(users.length, types.length)
})

test('a SCIM token ends at the moment that it was given, which must be one in the future', async () => {
  const place = await openWorkspace()
  const inFuture = (ms: number) => new Date(clock.now().getTime() + ms).toISOString()
  const expiresAt = inFuture(DAY_MS)
  const { owner, token, provider } = await tokenIn(place, { description: 'Okta', expiresAt })
  assert.equal(token.expiresAt, expiresAt)
  for (const wrong of ['tomorrow', '2026-02-30', inFuture(-1), '0999-01-01', '275760-09-13', '']) {
    const made = owner.call(provisioning.createToken, { body: { description: 'x', expiresAt: wrong } })
    await assert.rejects(made, faultAt('expiresAt'))
  }
  clock.move(DAY_MS - MINUTE_MS)
  assert.equal(await statusOf(provider), 200)

  clock.move(MINUTE_MS)

  assert.equal(await statusOf(provider), 401)
  const later = await place.ownerInPerson()
  const { provisioning: shown } = await later.call(provisioning.get, {})
  assert.equal(shown.isOn, false)
  const { tokens: over } = await later.call(provisioning.listTokens, {})
  assert.deepEqual(
    over.map((one) => one.expiresAt),
    [expiresAt],
  )
})

test('when a SCIM token was last used is known a minute later', async () => {
  const place = await openWorkspace()
  const { owner, provider } = await tokenIn(place)
  const before = clock.now()
  await statusOf(provider)

  await place.app.lastUsed.flush()

  const { tokens: listed } = await owner.call(provisioning.listTokens, {})
  assert.ok(new Date(listed[0]?.lastUsedAt ?? 0) >= before)
})

test('a description says something, and is no longer than a line', async () => {
  const { call } = await (await openWorkspace()).ownerInPerson()

  for (const description of ['', ' \t', 'x'.repeat(256)]) {
    const made = call(provisioning.createToken, { body: { description } })
    await assert.rejects(made, faultAt('description'))
  }

  const { tokens: listed } = await call(provisioning.listTokens, {})
  assert.deepEqual(listed, [])
})

test('a workspace has 50 SCIM tokens at most, however many are made at once', async () => {
  const place = await openWorkspace()
  const owner = await place.ownerInPerson()
  for (let count = 0; count < 46; count++) await addScimToken(place)
  const calls = Array.from({ length: 8 }, (_, index) =>
    owner.call(provisioning.createToken, { body: { description: `Token ${index}` } }),
  )

  const results = await Promise.allSettled(calls)

  const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
  assert.deepEqual(refused, Array(4).fill('invalid-input'))
  const { tokens: listed } = await owner.call(provisioning.listTokens, {})
  assert.equal(listed.length, 50)
})

test('of many revocations at once, one takes effect', async () => {
  const { owner, params } = await tokenIn(await openWorkspace())

  const tries = Array.from({ length: 8 }, () => owner.call(provisioning.revokeToken, { params }))
  const results = await Promise.allSettled(tries)

  assert.equal(results.filter((one) => one.status === 'fulfilled').length, 1)
})

test('the same request to make a SCIM token makes one, and its answer is the same', async () => {
  const place = await openWorkspace()
  const { session } = await place.ownerInPerson()
  const headers = { ...headersOf(session, place.url), 'idempotency-key': 'once' }
  const again = as({ url: `${place.url}/w/${place.slug}`, headers })
  const body = { description: 'Okta' }

  const first = await again(provisioning.createToken, { body })
  const second = await again(provisioning.createToken, { body })

  assert.deepEqual(second, first)
  const { tokens: listed } = await again(provisioning.listTokens, {})
  assert.equal(listed.length, 1)
})

test('SCIM tokens are made and ended by owners in person alone, with a fresh proof', async () => {
  const place = await openWorkspace()
  const { owner, params, secret } = await tokenIn(place)
  const ada = await place.member()
  const identityProvider = as({ url: place.url, token: secret })
  const body = { description: 'x' }
  const attempts = [ada.call, place.owner, identityProvider].flatMap((call) => [
    () => call(provisioning.createToken, { body }),
    () => call(provisioning.revokeToken, { params }),
  ])

  for (const attempt of attempts) await assert.rejects(attempt(), notAllowed)
  clock.move(11 * MINUTE_MS)
  const late = { status: 401, code: 'step-up-required' }
  await assert.rejects(owner.call(provisioning.createToken, { body }), late)
  await assert.rejects(owner.call(provisioning.revokeToken, { params }), late)

  for (const call of [ada.call, identityProvider]) {
    await assert.rejects(call(provisioning.listTokens, {}), notAllowed)
  }
  const { tokens: listed } = await place.owner(provisioning.listTokens, {})
  assert.equal(listed.length, 1)
})

test('a SCIM token of another workspace is as if it was not there', async () => {
  const place = await openWorkspace()
  const other = await openWorkspace()
  const { params, secret } = await tokenIn(place)
  const theirs = await other.ownerInPerson()

  const revoked = theirs.call(provisioning.revokeToken, { params })

  await assert.rejects(revoked, { status: 404, code: 'not-found' })
  assert.deepEqual(await theirs.call(provisioning.listTokens, {}), { tokens: [] })
  const provider = providerOf(place, { secret })
  assert.equal((await provider.send('GET', `/w/${other.slug}/scim/v2/Users`)).status, 401)
  assert.equal((await provider.send('GET', `/w/${place.slug}/scim/v2/Users`)).status, 200)
})

test('SCIM tokens are part of the plans with SCIM; after a downgrade they open nothing, and can be ended', async () => {
  const team = await openWorkspace({ plan: 'team' })
  const place = await openWorkspace()
  const { owner, params, provider } = await tokenIn(place)
  const made = (await team.ownerInPerson()).call(provisioning.createToken, { body: { description: 'x' } })
  await assert.rejects(made, { status: 422, code: 'plan-limit' })

  await setPlan(acting(place.app), place.slug, 'team')

  assert.equal(await statusOf(provider), 403)
  const { provisioning: shown } = await owner.call(provisioning.get, {})
  assert.equal(shown.isOn, false)
  await owner.call(provisioning.revokeToken, { params })
  assert.equal(await statusOf(provider), 401)
})

test('whoever found a leaked SCIM token can end it at the address for leaked tokens, and learns nothing', async () => {
  const place = await openWorkspace()
  const { token, secret, provider } = await tokenIn(place)
  const stranger = as({ url: place.url })
  const leaked = (text: string) => stranger(tokens.revokeLeaked, { body: { token: text } })

  const answers = await Promise.all([leaked(`${secret}\n`), leaked(secret), leaked(newSecret('cvd_'))])

  for (const answer of [...answers, await leaked(secret)]) assert.deepEqual(answer, { status: 'SUCCESS' })
  assert.equal(await statusOf(provider), 401)
  const query = { resourceId: token.id, type: 'SCIM Token Revoked' } as const
  const { events } = await place.owner(audit.list, { query })
  assert.deepEqual(
    events.map(({ detail, actorKind }) => ({ detail, actorKind })),
    [{ detail: { because: 'leaked' }, actorKind: 'system' }],
  )
})

test('every owner gets a letter when a SCIM token is made, and nobody else', async () => {
  const place = await openWorkspace({ on: await houseWithMail() })
  const roleId = ownerRole(place.app.catalog).id
  const second = await place.member([{ roleId, resources: [place.everything] }])
  const ada = await place.member()

  await tokenIn(place, { description: 'Okta' })

  for (const { email } of [place.ownerPerson, second]) {
    const [letter] = await lettersTo(place.app, email)
    assert.match(letter?.subject ?? '', /^A SCIM token, "Okta", was created in the workspace Test/)
  }
  assert.deepEqual(await lettersTo(place.app, ada.email, 0), [])
})
