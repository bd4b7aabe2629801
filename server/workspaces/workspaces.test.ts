import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownerRole } from '../../contract/complete.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { segment } from '../../contract/segment.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { acting, as, headersOf, openWorkspace } from '../../test/house.ts'
import { noSettings } from '../../test/settings.ts'
import { newId } from '../platform/ids.ts'
import { setPlan } from './workspaces.ts'

const newSlug = () => `more-${newId().toLowerCase()}`

test('a token, and a member through the path, see the workspace they speak for', async () => {
  const { id, slug, owner, member } = await openWorkspace()
  const ada = await member()

  const byToken = await owner(workspaces.get, {})
  const byPath = await ada.call(workspaces.get, {})

  const workspace = {
    id,
    slug,
    name: 'Test',
    plan: 'business',
    planName: 'Business',
    features: segment.plans.business.features,
    limits: { customLabels: null, members: null },
    settings: noSettings,
    hipaaEligible: false,
  }
  assert.deepEqual(byToken, { workspace })
  assert.deepEqual(byPath, { workspace })
})

test('the workspace is found with and without a slash at the end', async () => {
  const { id, slug, url, token } = await openWorkspace()
  const headers = { authorization: `Bearer ${token}` }

  for (const path of ['/api', '/api/', `/w/${slug}/api`, `/w/${slug}/api/`]) {
    const response = await fetch(url + path, { headers })

    assert.equal(response.status, 200, path)
    const { data } = (await response.json()) as { data: { workspace: { id: string } } }
    assert.equal(data.workspace.id, id, path)
  }
})

test('an owner renames the workspace and moves it to another slug; the old one leads nowhere', async () => {
  const { slug, url, owner, member, everything, app } = await openWorkspace()
  const second = await member([{ roleId: ownerRole(app.catalog).id, resources: [everything] }])
  const moved = newSlug()

  const { workspace } = await owner(workspaces.modify, {
    body: { name: '  Acme  ', slug: moved, settings: {} },
  })
  assert.deepEqual([workspace.name, workspace.slug], ['Acme', moved])

  const atNew = await as({ url: `${url}/w/${moved}`, headers: headersOf(second.session, url) })(
    workspaces.get,
    {},
  )
  assert.equal(atNew.workspace.name, 'Acme')
  const atOld = as({ url: `${url}/w/${slug}`, headers: headersOf(second.session, url) })(workspaces.get, {})
  await assert.rejects(atOld, { status: 404 })
})

test('a slug that is taken, reserved or badly written is refused', async () => {
  const other = await openWorkspace()
  const { owner } = await openWorkspace()
  const modify = (slug: string) => owner(workspaces.modify, { body: { slug } })

  await assert.rejects(modify(other.slug), { status: 409, code: 'workspace-slug-taken' })
  for (const slug of ['', '-a', 'a-', 'Acme', 'a b', 'a/b', 'é', 'a'.repeat(64), 'a\n', 'api']) {
    await assert.rejects(modify(slug), { status: 422, code: 'invalid-input' }, JSON.stringify(slug))
  }
  const unknown = owner(workspaces.modify, { body: { settings: { colour: 'red' } } } as never)
  await assert.rejects(unknown, { status: 422 })
})

test('only who may edit the workspace changes it', async () => {
  const { member } = await openWorkspace()
  const ada = await member()

  await assert.rejects(ada.call(workspaces.modify, { body: { name: 'Mine' } }), {
    status: 401,
    code: 'not-allowed',
  })
})

test('a person opens one more workspace, owns it, and finds it in their list', async () => {
  const { url, slug, member } = await openWorkspace()
  const ada = await member()
  const me = ada.self
  const mine = newSlug()

  const { workspace } = await me(workspaces.open, { body: { name: 'Ada’s', slug: mine } })
  await as({ url: `${url}/w/${mine}`, headers: headersOf(ada.session, url) })(groups.create, {
    body: { name: 'Friends' },
  })

  const list = await me(workspaces.listMine, { query: {} })
  assert.deepEqual(
    list.workspaces.map((one) => [one.slug, one.isOwner]),
    [
      [slug, false],
      [mine, true],
    ],
  )
  assert.equal(list.workspaces[1]?.id, workspace.id)
  const first = await me(workspaces.listMine, { query: { pagination: { count: 1 } } })
  const rest = await me(workspaces.listMine, {
    query: { pagination: { count: 1, cursor: first.pagination.next ?? '' } },
  })
  assert.deepEqual(
    rest.workspaces.map((one) => one.slug),
    [mine],
  )
  assert.equal(rest.pagination.next, undefined)
})

test('opening a workspace twice under one Idempotency-Key opens one, also at once', async () => {
  const { member } = await openWorkspace()
  const ada = await member()
  const me = ada.self
  const given = { body: { name: 'Ada’s', slug: newSlug() }, idempotencyKey: newId() }

  const answers = await Promise.all([me(workspaces.open, given), me(workspaces.open, given)])

  assert.deepEqual(answers[0], answers[1])
  const { workspaces: list } = await me(workspaces.listMine, { query: {} })
  assert.equal(list.length, 2)
  const other = me(workspaces.open, { ...given, body: { name: 'Other', slug: newSlug() } })
  await assert.rejects(other, { code: 'idempotency-key-reused' })
})

test('who owns a workspace through a group sees it as their own, on a plan with groups', async () => {
  const { slug, owner, member, everything, app } = await openWorkspace()
  const ada = await member()
  const { userGroup } = await owner(groups.create, { body: { name: 'Bosses' } })
  const params = { userGroupId: userGroup.id }
  const permissions = [{ roleId: ownerRole(app.catalog).id, resources: [everything] }]
  await owner(grants.addToGroup, { params, body: { permissions } })
  await owner(groups.addUsers, { params, body: { emails: [ada.email] } })
  const mine = async () => (await ada.self(workspaces.listMine, { query: {} })).workspaces[0]

  assert.equal((await mine())?.isOwner, true)
  await setPlan(acting(app), slug, 'team')
  assert.equal((await mine())?.isOwner, false)
})

test('who was made an owner with an empty list of resources sees the workspace as their own', async () => {
  const { owner, member, app } = await openWorkspace()
  const ada = await member()
  const permissions = [{ roleId: ownerRole(app.catalog).id, resources: [] }]
  await owner(grants.replaceForUser, { params: { userId: ada.id }, body: { permissions } })

  const { workspaces: mine } = await ada.self(workspaces.listMine, { query: {} })

  assert.equal(mine[0]?.isOwner, true)
})

test('a token opens no workspaces', async () => {
  const { owner } = await openWorkspace()

  await assert.rejects(owner(workspaces.open, { body: { name: 'More', slug: newSlug() } }), {
    code: 'not-allowed',
  })
})

test('a downgrade keeps what is beyond the plan, inactive, and an upgrade brings it back', async () => {
  const { app, slug, owner, member } = await openWorkspace()
  const ada = await member()
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts' } })

  assert.deepEqual(await setPlan(acting(app), slug, 'team'), { from: 'business', to: 'team' })
  await assert.rejects(owner(groups.create, { body: { name: 'More' } }), { code: 'plan-limit' })
  assert.equal((await ada.call(workspaces.get, {})).workspace.planName, 'Team')
  await setPlan(acting(app), slug, 'business')

  const { userGroups } = await owner(groups.list, { query: {} })
  assert.deepEqual(
    userGroups.map((group) => group.id),
    [userGroup.id],
  )
  await owner(groups.create, { body: { name: 'More' } })
})

test('a plan is refused under which nobody would own the workspace, and one that the catalog lacks', async () => {
  const { app, slug, owner, ownerPerson, everything } = await openWorkspace()
  const { userGroup } = await owner(groups.create, { body: { name: 'Bosses' } })
  const params = { userGroupId: userGroup.id }
  const permissions = [{ roleId: ownerRole(app.catalog).id, resources: [everything] }]
  await owner(grants.addToGroup, { params, body: { permissions } })
  await owner(groups.addUsers, { params, body: { emails: [ownerPerson.email] } })
  await owner(grants.replaceForUser, { params: { userId: ownerPerson.id }, body: { permissions: [] } })

  await assert.rejects(setPlan(acting(app), slug, 'team'), { code: 'last-owner' })
  await assert.rejects(setPlan(acting(app), slug, 'constructor'), { code: 'invalid-input' })
  await assert.rejects(setPlan(acting(app), 'no-such-slug', 'team'), { code: 'not-found' })
})
