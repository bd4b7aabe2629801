import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Endpoint } from '../contract/endpoint.ts'
import { api } from '../contract/index.ts'
import { openFixture } from './fixture.ts'
import { clock, headersOf, house, openWorkspace } from './house.ts'

const all = Object.values(api).flatMap((endpoints) => Object.values(endpoints as Record<string, Endpoint>))
const ofAccount = all.filter(({ access }) => access.kind === 'signedIn')

/** What a session may call that nothing but single sign-on proved: it is told its name, its way out, and the workspaces that proved it. */
const listed = ['GET /account', 'GET /workspaces', 'POST /sign-out']

test('L-5: of what is about an account, a session that nothing but single sign-on proved may call these alone', () => {
  assert.deepEqual(
    ofAccount
      .filter(({ confined }) => confined)
      .map(({ route }) => route)
      .sort(),
    listed,
  )
  const others = all.filter(({ access, confined }) => confined && access.kind !== 'signedIn')
  assert.deepEqual(others, [])
})

test('L-5: it opens nothing else of the account, whatever is asked', async () => {
  const { app, url } = await house()
  const { credentials } = await openFixture(app, clock.now())
  const headers = headersOf(credentials['owner through SSO'], url)
  const asked = ofAccount.filter(({ confined }) => !confined)
  assert.ok(asked.length > 20, 'the endpoints were not found')

  for (const { method, path, route } of asked) {
    const response = await fetch(`${url}/api${path.replace(/:[A-Za-z]+/g, 'x')}`, { method, headers })
    const { errors } = (await response.json()) as { errors: { data?: { code?: string } }[] }

    assert.deepEqual([response.status, errors[0]?.data?.code], [401, 'own-proof-required'], route)
  }
})

test('L-5: no endpoint of another workspace opens to it, exactly as if there were none', async () => {
  const { app, url } = await house()
  const { credentials } = await openFixture(app, clock.now())
  const session = credentials['owner through SSO']
  const { slug, member } = await openWorkspace()
  const other = await member()
  const mine = await app.identities.find({ from: 'cookie', secret: session ?? '' }, clock.now())
  const userId = mine?.kind === 'session' ? mine.row.userId : ''
  const { db } = app.database
  const there = await db
    .selectFrom('memberships')
    .where('user_id', '=', other.id)
    .selectAll()
    .executeTakeFirstOrThrow()
  await db.transaction().execute(async (tx) => {
    const { workspace_id } = there
    await tx.insertInto('principals').values({ workspace_id, id: userId, kind: 'user' }).execute()
    await tx
      .insertInto('memberships')
      .values({ ...there, user_id: userId })
      .execute()
  })
  const inWorkspace = all.filter(({ access }) => access.kind === 'can' || access.kind === 'member')

  for (const { method, path, route, dialect = 'api' } of inWorkspace.filter(
    (one) => one.dialect !== 'plain',
  )) {
    const place = `${url}/w/${slug}${dialect === 'api' ? '/api' : ''}`
    const response = await fetch(place + path.replace(/:[A-Za-z]+/g, 'x'), {
      method,
      headers: headersOf(session, url),
    })
    const nowhere = await fetch(`${place.replace(slug, 'no-such-one')}${path.replace(/:[A-Za-z]+/g, 'x')}`, {
      method,
      headers: headersOf(session, url),
    })

    assert.equal(response.status, 404, route)
    assert.equal(await response.text(), await nowhere.text(), route)
  }
})
