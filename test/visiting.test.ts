import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breakGlass } from '../contract/break-glass.ts'
import { connections } from '../contract/connections.ts'
import { domains } from '../contract/domains.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import { grants } from '../contract/grants.ts'
import { groups } from '../contract/groups.ts'
import { api } from '../contract/index.ts'
import { invites } from '../contract/invites.ts'
import { members } from '../contract/members.ts'
import { provisioning } from '../contract/provisioning.ts'
import { roles } from '../contract/roles.ts'
import { sources } from '../contract/sources.ts'
import { refusesSupport, support } from '../contract/support.ts'
import { tokens } from '../contract/tokens.ts'
import { workspaces } from '../contract/workspaces.ts'
import { newId } from '../server/platform/ids.ts'
import { openFixture } from './fixture.ts'
import { clock, headersOf, house, openWorkspace, type TestWorkspace } from './house.ts'
import { preview } from './previews.ts'
import { onAll } from './registry.ts'
import { openVisit } from './support-visit.ts'

const all = Object.values(api).flatMap((endpoints) => Object.values(endpoints as Record<string, Endpoint>))
const inWorkspace = all.filter(({ access }) => access.kind === 'can' || access.kind === 'member')

/**
 * All that changes something and that support staff may call, in the name of an owner. Whoever adds to it says why nobody comes in by it after
 * the visit is over (docs/decisions/0032); what is for persons alone is refused in the operation.
 */
const open = [
  'DELETE /access-requests/mine/:accessRequestId',
  'DELETE /break-glass/uses/:breakGlassUseId',
  'DELETE /destinations/:destinationId',
  'DELETE /functions/:functionId',
  'DELETE /group/:userGroupId/users',
  'DELETE /groups/:userGroupId',
  'DELETE /labels/:key/:value',
  'DELETE /resources/:type/:id',
  'DELETE /sources/:sourceId',
  'DELETE /support/visit',
  'DELETE /tracking-plans/:trackingPlanId',
  'DELETE /tracking-plans/:trackingPlanId/sources',
  'DELETE /users',
  'DELETE /users/me',
  'DELETE /users/me/permissions',
  'DELETE /warehouses/:warehouseId',
  'DELETE /warehouses/:warehouseId/connected-sources/:sourceId',
  'PATCH /destinations/:destinationId',
  'PATCH /functions/:functionId',
  'PATCH /groups/:userGroupId',
  'PATCH /resources/:type/:id',
  'PATCH /sources/:sourceId',
  'PATCH /sources/:sourceId/settings',
  'PATCH /tracking-plans/:trackingPlanId',
  'PATCH /warehouses/:warehouseId',
  'POST /access-requests',
  'POST /access/v1/evaluation',
  'POST /access/v1/evaluations',
  'POST /access/v1/search/action',
  'POST /access/v1/search/resource',
  'POST /access/v1/search/subject',
  'POST /decisions/explain',
  'POST /destinations',
  'POST /functions',
  'POST /groups',
  'POST /groups/:userGroupId/permissions',
  'POST /groups/:userGroupId/users',
  'POST /labels',
  'POST /previews',
  'POST /resources/bulk',
  'POST /sources',
  'POST /sources/:sourceId/labels',
  'POST /spaces/:spaceId/labels',
  'POST /step-up/sso',
  'POST /tracking-plans',
  'POST /tracking-plans/:trackingPlanId/sources',
  'POST /users/:userId/permissions',
  'POST /warehouses',
  'POST /warehouses/:warehouseId/connected-sources/:sourceId',
  'PUT /group/:userGroupId/users',
  'PUT /groups/:userGroupId/permissions',
  'PUT /labels/assign',
  'PUT /resources/:type/:id',
  'PUT /sources/:sourceId/labels',
  'PUT /spaces/:spaceId/labels',
  'PUT /users/:userId/permissions',
]

test('support staff may change these things, and no others', () => {
  const changing = inWorkspace.filter(({ method }) => method !== 'GET')
  const routes = changing.filter((endpoint) => !refusesSupport(endpoint)).map(({ route }) => route)

  assert.deepEqual(routes.sort(), open)
})

test('what is closed to support staff is refused before anything is looked at, and so is every account', async () => {
  const { app, url, http } = await house()
  const { slug, credentials } = await openFixture(app, clock.now())
  const headers = headersOf(credentials['support staff'], url)
  const mountOf = ({ access, dialect = 'api' }: Endpoint) =>
    `${access.kind === 'signedIn' ? '' : '/w/:workspace'}${dialect === 'api' ? '/api' : ''}`
  const ask = async (endpoint: Endpoint) => {
    const path = mountOf(endpoint).replace(':workspace', slug) + endpoint.path.replace(/:[A-Za-z]+/g, 'x')
    const response = await fetch(url + path, { method: endpoint.method, headers })
    const { errors } = (await response.json()) as { errors: { data?: { code?: string } }[] }
    return [response.status, errors[0]?.data?.code]
  }
  const closed = all
    .filter(({ access }) => access.kind !== 'anyone' && access.kind !== 'scim')
    .filter((endpoint) => refusesSupport(endpoint))
    .filter((endpoint) => http.hasRoute({ method: endpoint.method, url: mountOf(endpoint) + endpoint.path }))
  assert.ok(closed.length > 70, String(closed.length))

  for (const endpoint of closed) {
    const [status, code] = await ask(endpoint)
    assert.ok(status === 401 || status === 403, `${endpoint.route}: ${status}`)
    assert.equal(code, 'not-allowed', endpoint.route)
  }
})

/** Somebody who is to stay in the workspace, or to come into it, when the visit is over. */
async function besieged() {
  const place = await openWorkspace()
  const owning = [onAll(place, 'Workspace Owner')]
  const { owner } = place
  const ada = await place.member()
  const boss = await place.member(owning)
  const later = new Date(clock.now().getTime() + 86_400_000).toISOString()
  const { userGroup: bosses } = await owner(groups.create, { body: { name: 'Bosses', permissions: owning } })
  const { userGroup: others } = await owner(groups.create, { body: { name: 'Others', emails: [ada.email] } })
  const email = `friend-${newId().toLowerCase()}@x.test`
  await owner(invites.create, { body: { invites: [{ email }] } })
  await owner(groups.addUsers, {
    params: { userGroupId: bosses.id },
    body: { emails: [place.ownerPerson.email, boss.email] },
  })
  const lent = await place.tokenWith([onAll(place, 'Source Read-only')])
  const { role } = await owner(roles.create, { body: { name: 'Mine', may: { source: ['source:read'] } } })
  const { source } = await owner(sources.create, {
    body: { slug: 'ios', enabled: true, metadataId: await anySource(place) },
  })
  return {
    place,
    owning,
    ada,
    boss,
    later,
    bosses,
    others,
    email,
    lent,
    role,
    source,
    visit: await openVisit(place),
  }
}

async function anySource({ owner }: TestWorkspace): Promise<string> {
  const { sourcesCatalog } = await owner(api.integrations.listSources, {
    query: { pagination: { count: 1 } },
  })
  return sourcesCatalog[0]?.id ?? ''
}

/** Everything that says who could come in, or own, after a visit. */
async function whoGetsIn({ app, id }: TestWorkspace) {
  const { db } = app.database
  const tables = [
    'memberships',
    'invites',
    'tokens',
    'scim_tokens',
    'set_up_links',
    'connections',
    'domains',
  ] as const
  const rows: unknown[] = []
  for (const table of [...tables, 'roles', 'support_access', 'break_glass_nominees'] as const)
    rows.push(await db.selectFrom(table).where('workspace_id', '=', id).selectAll().execute())
  const grants = db.selectFrom('grants').where('workspace_id', '=', id).orderBy('id').selectAll()
  return JSON.stringify([rows, await grants.execute()])
}

test('by no way does a visit leave somebody behind who owns the workspace, or a key to it', async () => {
  const { place, owning, ada, boss, later, bosses, others, email, lent, role, visit } = await besieged()
  const { call: sam, olivia } = visit
  const [ofAda, ofBoss] = [{ params: { userId: ada.id } }, { params: { userId: boss.id } }]
  const ofBosses = { params: { userGroupId: bosses.id } }
  const ofOthers = { params: { userGroupId: others.id } }
  const [first] = owning
  const permissions = first ? [{ ...first, startsAt: later }] : []
  const connection = { name: 'Mine', kind: 'saml', provider: 'okta' } as const
  const before = await whoGetsIn(place)
  const ways: Record<string, () => Promise<unknown>> = {
    'an owner': () => sam(grants.addToUser, { ...ofAda, body: { permissions: owning } }),
    'an owner by replacing': () => sam(grants.replaceForUser, { ...ofAda, body: { permissions: owning } }),
    'an owner from tomorrow on': () => sam(grants.addToUser, { ...ofAda, body: { permissions } }),
    'a group of owners': () => sam(grants.addToGroup, { ...ofOthers, body: { permissions: owning } }),
    'a new group of owners': () =>
      sam(groups.create, { body: { name: 'Mine', emails: [ada.email], permissions: owning } }),
    'a member among owners': () => sam(groups.addUsers, { ...ofBosses, body: { emails: [ada.email] } }),
    'an invite among owners': () => sam(groups.addUsers, { ...ofBosses, body: { emails: [email] } }),
    'other owners in a group': () =>
      sam(groups.replaceUsers, { ...ofBosses, body: { emails: [ada.email, place.ownerPerson.email] } }),
    'fewer owners': () => sam(grants.replaceForUser, { ...ofBoss, body: { permissions: [] } }),
    'one owner less': () => sam(members.remove, { query: { userIds: [boss.id] } }),
    'owners out of a group': () => sam(groups.removeUsers, { ...ofBosses, query: { emails: [boss.email] } }),
    'no group of owners': () => sam(groups.delete, ofBosses),
    'a group that owns no more': () =>
      sam(grants.replaceForGroup, { ...ofBosses, body: { permissions: [] } }),
    'a new person': () => sam(invites.create, { body: { invites: [{ email: `new-${email}` }] } }),
    'a token': () => sam(tokens.create, { body: { description: 'Mine', access: 'member' } }),
    'more for a token': () =>
      sam(grants.replaceForToken, { params: { tokenId: lent.id }, body: { permissions: owning } }),
    'a SCIM token': () => sam(provisioning.createToken, { body: { description: 'Mine' } }),
    'a connection': () => sam(connections.create, { body: connection }),
    'a domain': () => sam(domains.add, { body: { domain: 'mine.example' } }),
    'a set-up link': () => sam(connections.createSetUpLink, { body: { note: 'Mine', days: 14 } }),
    'a custom role': () => sam(roles.create, { body: { name: 'More', may: { source: ['source:edit'] } } }),
    'a wider custom role': () =>
      sam(roles.modify, { params: { roleId: role.id }, body: { may: { source: ['source:edit'] } } }),
    'another name in an application': () => sam(members.modify, { ...ofAda, body: { externalId: 'olivia' } }),
    'another address of the workspace': () => sam(workspaces.modify, { body: { slug: `x-${place.slug}` } }),
    settings: () => sam(workspaces.modify, { body: { settings: { requireMfa: true } } }),
    'longer support access': () => sam(support.grant, { body: { days: 7 } }),
    'no support access': () => sam(support.revoke, {}),
    'somebody who may break the glass': () => sam(breakGlass.nominate, { body: { userId: ada.id } }),
    'their own departure': () => sam(members.leave, {}),
    'a role given back': () => sam(grants.handBack, { query: { roleId: role.id } }),
  }

  for (const [what, attempt] of Object.entries(ways))
    await assert.rejects(attempt(), { code: 'not-allowed' }, what)

  assert.equal(await whoGetsIn(place), before)
  const { supportAccess } = await olivia.call(support.get, {})
  assert.ok(supportAccess)
})

test('what a visit would be refused, its preview is refused too', async () => {
  const { owning, ada, bosses, role, visit } = await besieged()
  const params = { userId: ada.id }

  for (const change of [
    { route: 'PUT /users/:userId/permissions', params, body: { permissions: owning } },
    {
      route: 'POST /groups/:userGroupId/users',
      params: { userGroupId: bosses.id },
      body: { emails: [ada.email] },
    },
    { route: 'DELETE /roles/:roleId', params: { roleId: role.id } },
  ])
    await assert.rejects(preview(visit.call, change), { code: 'not-allowed' }, change.route)
  await preview(visit.call, { route: 'PUT /users/:userId/permissions', params, body: { permissions: [] } })
})

test('a visit reads what the owner reads, but for secrets that work without it', async () => {
  const { place, email, source, visit } = await besieged()
  const { call: sam } = visit
  const sourceId = source.id

  const { invites: pending } = await sam(invites.listDetails, { query: {} })
  const { source: shown } = await sam(sources.get, { params: { sourceId } })

  assert.deepEqual([pending[0]?.email, pending[0]?.link], [email, undefined])
  assert.deepEqual(shown.writeKeys, [])
  const owners = await place.owner(invites.listDetails, { query: {} })
  assert.ok(owners.invites[0]?.link)
  assert.equal((await place.owner(sources.get, { params: { sourceId } })).source.writeKeys.length, 1)
  await sam(connections.list, { query: {} })
  await sam(tokens.list, { query: {} })
  await sam(provisioning.get, {})
})

test('a visit helps: below ownership it gives and takes roles, fills groups and removes members', async () => {
  const { place, ada, others, visit } = await besieged()
  const { call: sam } = visit
  const permissions = [onAll(place, 'Source Admin')]

  await sam(grants.replaceForUser, { params: { userId: ada.id }, body: { permissions } })
  await sam(grants.addToGroup, { params: { userGroupId: others.id }, body: { permissions } })
  await sam(groups.removeUsers, { params: { userGroupId: others.id }, query: { emails: [ada.email] } })
  await sam(members.remove, { query: { userIds: [ada.id] } })

  const { events } = await place.owner(api.audit.list, { query: { onBehalfOf: visit.olivia.id } })
  assert.ok(events.some(({ type }) => type === 'User Removed'))
  assert.ok(events.every(({ actorKind }) => actorKind === 'support'))
})
