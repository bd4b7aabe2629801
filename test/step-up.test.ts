import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { ownerRole } from '../contract/complete.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import { grants } from '../contract/grants.ts'
import { groups } from '../contract/groups.ts'
import { api } from '../contract/index.ts'
import { invites } from '../contract/invites.ts'
import { segment } from '../contract/segment.ts'
import { tokens } from '../contract/tokens.ts'
import { workspaces } from '../contract/workspaces.ts'
import { newId } from '../server/platform/ids.ts'
import { openFixture } from './fixture.ts'
import { clock, headersOf, house, openWorkspace } from './house.ts'

const MINUTE_MS = 60_000

afterEach(() => clock.reset())

const all = Object.values(api).flatMap((endpoints) => Object.values(endpoints as Record<string, Endpoint>))
const careful = all.filter((endpoint) => endpoint.stepUp)

/** What docs/decisions/0017 says is asked of every call. The rest is asked where it gives something: below. */
const listed = [
  'DELETE /account',
  'DELETE /account/identities/:providerId',
  'DELETE /account/passkeys/:passkeyId',
  'DELETE /account/sessions',
  'DELETE /account/sessions/:sessionId',
  'DELETE /account/totp',
  'DELETE /connections/:connectionId',
  'DELETE /domains/:domainId',
  'DELETE /provisioning/groups/:userGroupId',
  'DELETE /provisioning/tokens/:scimTokenId',
  'DELETE /provisioning/users/:userId',
  'DELETE /users/:userId/sessions',
  'GET /access-requests.csv',
  'GET /groups/:userGroupId/users.csv',
  'GET /users.csv',
  'PATCH /provisioning',
  'POST /account/email',
  'POST /account/identities',
  'POST /account/identities/confirm',
  'POST /account/passkeys',
  'POST /account/passkeys/options',
  'POST /account/password',
  'POST /account/recovery-codes',
  'POST /account/sso-identities/confirm',
  'POST /account/totp',
  'POST /account/totp/confirm',
  'POST /break-glass/nominees',
  'POST /break-glass/uses',
  'POST /provisioning/tokens',
  'POST /set-up-links',
  'POST /support-access',
  'POST /users/:userId/mfa-reset',
  'PUT /sso/exemptions/:userId',
]

test('SE-9: these operations, and no others, ask for a fresh proof whatever they are asked to do', () => {
  assert.deepEqual(careful.map(({ route }) => route).sort(), listed)
})

test('SE-9: an old proof, and any token, opens none of them', async () => {
  const { app, url } = await house()
  const { slug, credentials } = await openFixture(app, clock.now())
  const ask = async ({ method, path, access }: Endpoint, credential: string | null) => {
    const place = access.kind === 'signedIn' || credential?.startsWith('cvt_') ? '' : `/w/${slug}`
    const address = `${url}${place}/api${path.replace(/:[A-Za-z]+/g, 'x')}`
    const response = await fetch(address, { method, headers: headersOf(credential, url) })
    const { errors } = (await response.json()) as { errors: { data?: { code?: string } }[] }
    return [response.status, errors[0]?.data?.code]
  }

  for (const endpoint of careful) {
    assert.deepEqual(
      await ask(endpoint, credentials['stale proof']),
      [401, 'step-up-required'],
      endpoint.route,
    )
    assert.deepEqual(await ask(endpoint, credentials['owner token']), [401, 'not-allowed'], endpoint.route)
    assert.deepEqual(
      await ask(endpoint, credentials['half signed in']),
      [401, 'not-signed-in'],
      endpoint.route,
    )
    assert.deepEqual(await ask(endpoint, null), [401, 'not-signed-in'], endpoint.route)
  }
})

test('SE-9: with an old proof nobody makes an owner or a token; other roles and taking away go on', async () => {
  const place = await openWorkspace()
  const { ownerInPerson, member, tokenWith, owner, everything, app } = place
  const person = await ownerInPerson()
  const ada = await member()
  const { id: tokenId } = await tokenWith([])
  const { userGroup } = await owner(groups.create, { body: { name: 'Bosses' } })
  const { userGroup: others } = await owner(groups.create, { body: { name: 'Others' } })
  const ofGroup = { params: { userGroupId: userGroup.id } }
  const asOwner = [{ roleId: ownerRole(app.catalog).id, resources: [everything] }]
  await owner(grants.addToGroup, { ...ofGroup, body: { permissions: asOwner } })
  const email = `${newId()}@x.test`
  const params = { userId: ada.id }
  const owning: (() => Promise<unknown>)[] = [
    () => person.call(grants.addToUser, { params, body: { permissions: asOwner } }),
    () => person.call(grants.replaceForUser, { params, body: { permissions: asOwner } }),
    () =>
      person.call(grants.addToGroup, {
        params: { userGroupId: others.id },
        body: { permissions: asOwner },
      }),
    () => person.call(grants.replaceForToken, { params: { tokenId }, body: { permissions: asOwner } }),
    () => person.call(invites.create, { body: { invites: [{ email, permissions: asOwner }] } }),
    () => person.call(invites.create, { body: { invites: [{ email, groupIds: [userGroup.id] }] } }),
    () => person.call(groups.addUsers, { ...ofGroup, body: { emails: [ada.email] } }),
    () => person.call(groups.replaceUsers, { ...ofGroup, body: { emails: [ada.email] } }),
    () => person.call(tokens.create, { body: { description: 'CI', access: 'member' } }),
    () => person.call(tokens.create, { body: { description: 'CI', access: 'owner' } }),
  ]

  clock.move(10 * MINUTE_MS + 1_000)

  for (const [number, own] of owning.entries()) {
    await assert.rejects(own(), { status: 401, code: 'step-up-required' }, String(number))
  }
  const reads = segment.roles.find((role) => role.name === 'Source Read-only')?.id ?? ''
  const less = [{ roleId: reads, resources: [everything] }]
  await person.call(grants.replaceForUser, { params, body: { permissions: less } })
  await person.call(grants.replaceForUser, { params, body: { permissions: [] } })
  await person.call(tokens.revoke, { params: { tokenId } })
  await person.self(workspaces.open, { body: { name: 'More', slug: `more-${newId().toLowerCase()}` } })
})

test('SE-9: a fresh proof opens them for ten minutes; a token of an owner makes owners and tokens without', async () => {
  const { ownerInPerson, member, owner, everything, app } = await openWorkspace()
  const person = await ownerInPerson()
  const ada = await member()
  const permissions = [{ roleId: ownerRole(app.catalog).id, resources: [everything] }]

  clock.move(9 * MINUTE_MS)
  await person.call(grants.addToUser, { params: { userId: ada.id }, body: { permissions } })
  await person.call(tokens.create, { body: { description: 'CI', access: 'member' } })

  const bob = await member()
  await owner(grants.addToUser, { params: { userId: bob.id }, body: { permissions } })
  await owner(tokens.create, { body: { description: 'CI', access: 'owner' } })
  // What somebody has already is not given again.
  clock.move(5 * MINUTE_MS)
  await person.call(grants.replaceForUser, { params: { userId: ada.id }, body: { permissions } })
})
