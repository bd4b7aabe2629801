import assert from 'node:assert/strict'
import { test } from 'node:test'
import { authzen } from '../../contract/authzen.ts'
import { decisions } from '../../contract/decisions.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { labels } from '../../contract/labels.ts'
import { resources } from '../../contract/resources.ts'
import { roles } from '../../contract/roles.ts'
import { roleId } from '../../test/fixture.ts'
import { acting, openWorkspace, type Person, type TestWorkspace } from '../../test/house.ts'
import { setPlan } from '../workspaces/workspaces.ts'

const PROD = { key: 'environment', value: 'prod' }
const ACME = { key: 'brand', value: 'acme' }
const READER = roleId('Source Read-only')
const ADMIN = roleId('Source Admin')

/** Registers a source with labels. */
async function addSource({ owner }: TestWorkspace, id: string, on: (typeof PROD)[] = []) {
  const body = { name: `The ${id}`, labels: on }
  await owner(resources.put, { params: { type: 'source', id }, body })
}

async function addGroup({ owner }: TestWorkspace, name: string, people: Person[], permissions: Permission[]) {
  const { userGroup } = await owner(groups.create, { body: { name } })
  const params = { userGroupId: userGroup.id }
  await owner(groups.addUsers, { params, body: { emails: people.map((one) => one.email) } })
  await owner(grants.replaceForGroup, { params, body: { permissions } })
  return params
}

interface Permission {
  roleId: string
  resources: { id: string; type: string; labels: { key: string; value: string }[] }[]
}

function labelled({ id }: TestWorkspace, ...on: (typeof PROD)[]) {
  return [{ id, type: 'WORKSPACE', labels: on }]
}

function named(type: string, ...ids: string[]) {
  return ids.map((id) => ({ id, type, labels: [] }))
}

function question(who: string, action: string, id?: string, type = 'source') {
  const resource = id === undefined ? { type } : { type, id }
  return { body: { subject: { type: 'user', id: who }, action: { name: action }, resource } }
}

test('an explanation names the role, the group and the label that allow it', async () => {
  const house = await openWorkspace()
  const ada = await house.member([], `ada@${house.slug}.test`)
  await addSource(house, 'ios', [PROD])
  const on = labelled(house, PROD)
  const { userGroupId } = await addGroup(house, 'Analysts', [ada], [{ roleId: READER, resources: on }])

  const why = await house.owner(decisions.explain, question(ada.email, 'source:read', 'ios'))

  assert.equal(why.allowed, true)
  assert.equal(
    why.sentence,
    'Ada may do source:read on the source “The ios”: the role Source Read-only, through the group “Analysts”, ' +
      'covers what is labelled environment:prod.',
  )
  const [path] = why.paths
  assert.deepEqual(path?.via, { kind: 'group', id: userGroupId, name: 'Analysts' })
  assert.deepEqual(path?.scope, { kind: 'label', says: 'what is labelled environment:prod', labels: [PROD] })
  assert.deepEqual(path?.resource, { type: 'SOURCE', id: 'ios', name: 'The ios' })
  assert.equal(typeof path?.grantId, 'string')
  assert.deepEqual(why.whoCanGrant, [])
})

test('a refusal says what is nearest, which role would be enough, and who can grant it', async () => {
  const house = await openWorkspace()
  await addSource(house, 'ios')
  const permission = { roleId: READER, resources: named('SOURCE', 'ios') }
  const ada = await house.member([permission], `ada@${house.slug}.test`)

  const edit = await house.owner(decisions.explain, question(ada.id, 'source:edit', 'ios'))
  const other = await house.owner(decisions.explain, question(ada.id, 'source:read', 'web'))

  assert.equal(edit.allowed, false)
  assert.equal(
    edit.sentence,
    'Ada may not do source:edit on the source “The ios”. The role Source Read-only, given directly, covers it, ' +
      'but does not include source:edit. Who can grant it: Olivia Owner.',
  )
  assert.equal(edit.nearest[0]?.kind, 'role-too-weak')
  assert.deepEqual(edit.smallestRoles, [{ id: ADMIN, name: 'Source Admin' }])
  const { id, email } = house.ownerPerson
  assert.deepEqual(edit.whoCanGrant, [{ id, name: 'Olivia Owner', email }])
  assert.equal(other.nearest[0]?.kind, 'scope-elsewhere')
})

test('a question with unknown names is answered in words', async () => {
  const { owner, ownerPerson } = await openWorkspace()

  const nobody = await owner(decisions.explain, question('nobody', 'source:read', 'x'))
  const deed = await owner(decisions.explain, question(ownerPerson.id, 'source:fly', 'x'))
  const thing = await owner(decisions.explain, question(ownerPerson.id, 'fly', 'x', 'ship'))

  assert.equal(nobody.sentence, 'Nobody in this workspace is called “nobody”.')
  assert.equal(deed.sentence, 'There is no action “source:fly” on the type source.')
  assert.equal(thing.sentence, 'There is no resource type “ship”.')
  assert.deepEqual([nobody.unknown, deed.unknown, thing.unknown], ['subject', 'action', 'resource-type'])
})

test('labels of one grant must all be there; grants add up', async () => {
  const house = await openWorkspace()
  await house.owner(labels.create, { body: { label: ACME } })
  await addSource(house, 'both', [PROD, ACME])
  await addSource(house, 'prod', [PROD])
  const and = await house.member([{ roleId: READER, resources: labelled(house, PROD, ACME) }])
  const or = await house.member([
    { roleId: READER, resources: labelled(house, ACME) },
    { roleId: READER, resources: labelled(house, PROD) },
  ])
  const read = (who: Person, id: string) =>
    house.owner(decisions.explain, question(who.id, 'source:read', id))

  assert.equal((await read(and, 'both')).allowed, true)
  const missing = await read(and, 'prod')
  assert.equal(missing.allowed, false)
  assert.deepEqual(missing.nearest[0]?.missingLabels, [ACME])
  assert.equal((await read(or, 'both')).allowed, true)
  assert.equal((await read(or, 'prod')).allowed, true)
})

test('only an admin role on everything can create', async () => {
  const house = await openWorkspace()
  await addSource(house, 'ios', [PROD])
  const everywhere = await house.member([{ roleId: ADMIN, resources: [house.everything] }])
  const byLabel = await house.member([{ roleId: ADMIN, resources: labelled(house, PROD) }])
  const onOne = await house.member([{ roleId: ADMIN, resources: named('SOURCE', 'ios') }])
  const create = (who: Person) => house.owner(decisions.explain, question(who.id, 'source:create'))

  assert.equal((await create(everywhere)).allowed, true)
  assert.equal((await create(byLabel)).allowed, false)
  assert.equal((await create(onOne)).allowed, false)
  const { access } = await house.owner(decisions.accessOfUser, { params: { userId: byLabel.id } })
  const actions = access.find((one) => one.type === 'SOURCE')?.roles[0]?.actions ?? []
  assert.ok(actions.includes('source:edit') && !actions.includes('source:create'))
})

test('access to personal data unmasks what one sees, and shows nothing more', async () => {
  const house = await openWorkspace()
  for (const id of ['ios', 'web']) await addSource(house, id)
  const pii = { roleId: roleId('PII Access'), resources: [house.everything] }
  const ada = await house.member([pii, { roleId: READER, resources: named('SOURCE', 'ios') }])

  const seen = await house.owner(decisions.explain, question(ada.id, 'source:pii', 'ios'))
  const unseen = await house.owner(decisions.explain, question(ada.id, 'source:pii', 'web'))

  assert.equal(seen.allowed, true)
  assert.deepEqual(new Set(seen.paths.map((path) => path.forAction)), new Set(['source:pii', 'source:read']))
  assert.equal(unseen.allowed, false)
  assert.equal(unseen.nearest[0]?.needs, 'source:read')
})

test('owner through a group is owner', async () => {
  const house = await openWorkspace()
  const ada = await house.member()
  await addGroup(
    house,
    'Owners',
    [ada],
    [{ roleId: roleId('Workspace Owner'), resources: [house.everything] }],
  )

  const { isOwner, access } = await house.owner(decisions.accessOfUser, { params: { userId: ada.id } })

  assert.equal(isOwner, true)
  assert.ok(access.every((one) => one.roles[0]?.via.name === 'Owners'))
  const edit = await ada.call(
    authzen.evaluate,
    question(ada.id, 'grant:edit', house.id, 'workspace') as never,
  )
  assert.equal(edit.decision, true)
})

test('effective access shows a role beyond the plan as inactive, and decisions do not count it', async () => {
  const house = await openWorkspace()
  const ada = await house.member([{ roleId: READER, resources: [house.everything] }])
  const grace = await house.member()
  await addGroup(house, 'Admins', [grace], [{ roleId: ADMIN, resources: [house.everything] }])
  await setPlan(acting(house.app), house.slug, 'team')

  const access = async (who: Person) => {
    const { access } = await house.owner(decisions.accessOfUser, { params: { userId: who.id } })
    return access[0]?.roles[0]
  }
  const why = await house.owner(decisions.explain, question(ada.id, 'source:read', 'ios'))

  assert.equal((await access(ada))?.inactiveBecause, 'plan-role')
  assert.equal((await access(grace))?.inactiveBecause, 'plan-groups')
  assert.equal(why.allowed, false)
  assert.equal(why.nearest[0]?.kind, 'plan')
})

test('everybody may ask about themselves, and about others only with access:decide', async () => {
  const house = await openWorkspace()
  await addSource(house, 'ios')
  const ada = await house.member([{ roleId: READER, resources: named('SOURCE', 'ios') }])
  const grace = await house.member()
  const { role } = await house.owner(roles.create, {
    body: { name: 'Oracle', may: { workspace: ['access:decide'] } },
  })
  const oracle = await house.member([{ roleId: role.id, resources: [house.everything] }])
  const what = { query: { action: 'source:read', resourceType: 'SOURCE' } }

  assert.equal((await ada.call(decisions.explain, question(ada.id, 'source:read', 'ios'))).allowed, true)
  assert.deepEqual((await ada.call(decisions.whatCan, what)).resources, [
    { id: 'ios', type: 'SOURCE', name: 'The ios' },
  ])
  assert.equal(
    (await ada.call(decisions.accessOfUser, { params: { userId: ada.id } })).access[0]?.type,
    'SOURCE',
  )
  assert.equal((await oracle.call(decisions.explain, question(ada.id, 'source:read', 'ios'))).allowed, true)
  const refused = { status: 401, code: 'not-allowed' }
  await assert.rejects(grace.call(decisions.explain, question(ada.id, 'source:read', 'ios')), refused)
  await assert.rejects(grace.call(decisions.explain, question('nobody', 'source:read', 'ios')), refused)
  await assert.rejects(grace.call(decisions.accessOfUser, { params: { userId: ada.id } }), refused)
  await assert.rejects(grace.call(decisions.accessOfUser, { params: { userId: 'nobody' } }), refused)
  const others = { query: { ...what.query, subjectId: ada.id } }
  await assert.rejects(grace.call(decisions.whatCan, others), refused)
  await assert.rejects(
    grace.call(decisions.whoCan, { query: { action: 'source:read', resourceType: 'source' } }),
    refused,
  )
})

test('who asks about themselves does not learn which things exist that they cannot see', async () => {
  const house = await openWorkspace()
  await addSource(house, 'secret', [{ key: 'environment', value: 'dev' }])
  const ada = await house.member([{ roleId: READER, resources: labelled(house, PROD) }])

  const hidden = await ada.call(decisions.explain, question(ada.id, 'source:read', 'secret'))
  const absent = await ada.call(decisions.explain, question(ada.id, 'source:read', 'absent'))

  assert.deepEqual(JSON.parse(JSON.stringify(hidden).replaceAll('secret', 'absent')), absent)
})

test('who can and what can are paged, and hold what single questions allow', async () => {
  const house = await openWorkspace()
  for (const id of ['a', 'b', 'c']) await addSource(house, id)
  const ada = await house.member([{ roleId: READER, resources: named('SOURCE', 'a', 'c') }])
  const token = await house.tokenWith([{ roleId: READER, resources: [house.everything] }])
  const ask = { action: 'source:read', resourceType: 'SOURCE', resourceId: 'c' }

  const all = await house.owner(decisions.whoCan, { query: ask })
  const first = await house.owner(decisions.whoCan, { query: { ...ask, pagination: { count: 1 } } })
  const cursor = first.pagination.next ?? ''
  const rest = await house.owner(decisions.whoCan, { query: { ...ask, pagination: { cursor } } })
  const tokens = await house.owner(decisions.whoCan, { query: { ...ask, subjectType: 'token' } })
  const what = { action: 'source:read', resourceType: 'SOURCE', subjectId: ada.email }
  const found = await house.owner(decisions.whatCan, { query: { ...what, pagination: { count: 1 } } })

  assert.equal(all.pagination.totalEntries, 4)
  assert.ok(all.subjects.some((one) => one.id === ada.id && one.email === ada.email))
  assert.deepEqual([...first.subjects, ...rest.subjects], all.subjects)
  assert.ok(tokens.subjects.some((one) => one.id === token.id && one.type === 'token'))
  assert.equal(tokens.pagination.totalEntries, 2)
  assert.deepEqual(found.resources, [{ id: 'a', type: 'SOURCE', name: 'The a' }])
  const next = { ...what, pagination: { cursor: found.pagination.next ?? '' } }
  assert.deepEqual(
    (await house.owner(decisions.whatCan, { query: next })).resources.map((one) => one.id),
    ['c'],
  )
  const wrong = { ...next, action: 'source:edit' }
  await assert.rejects(house.owner(decisions.whatCan, { query: wrong }), { status: 422 })
  await assert.rejects(house.owner(decisions.whoCan, { query: { ...ask, action: 'fly' } }), { status: 422 })
})

test('the neighbours are nobody here', async () => {
  const ours = await openWorkspace()
  const theirs = await openWorkspace()
  await addSource(theirs, 'ios')
  const them = await theirs.member([{ roleId: READER, resources: [theirs.everything] }])

  const why = await ours.owner(decisions.explain, question(them.id, 'source:read', 'ios'))
  const about = question(ours.ownerPerson.id, 'workspace:read', theirs.id, 'workspace')

  assert.equal(why.unknown, 'subject')
  assert.equal((await ours.owner(decisions.explain, about)).allowed, false)
  await assert.rejects(ours.owner(decisions.accessOfUser, { params: { userId: them.id } }), { status: 404 })
  await assert.rejects(ours.owner(decisions.accessOfToken, { params: { tokenId: them.id } }), { status: 404 })
})

test('without the public API in the plan a token is refused by the decision point, and a session is not', async () => {
  const house = await openWorkspace({ plan: 'free' })
  const ada = await house.member()
  const ask = {
    body: { ...question(ada.id, 'source:read', 'ios').body, resource: { type: 'source', id: 'ios' } },
  }

  await assert.rejects(house.owner(authzen.evaluate, ask), { status: 403 })
  assert.equal((await ada.call(authzen.evaluate, ask)).decision, false)
})
