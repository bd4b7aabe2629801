import assert from 'node:assert/strict'
import { test } from 'node:test'
import { administration, type ProductCatalog } from './catalog.ts'
import {
  areaOf,
  completeCatalog,
  memberRole,
  minimalRole,
  ownerRole,
  planHas,
  roleById,
  roleByName,
  typeFromWire,
  wireType,
  wordsIn,
} from './complete.ts'
import { segment } from './segment.ts'

const catalog = completeCatalog(segment)

const todos: ProductCatalog = {
  subjectTypes: ['user'],
  resourceTypes: { todo: { name: 'todo', labelable: false, actions: { read: { says: 'Read it.' } } } },
  roles: [
    {
      id: 'member',
      name: 'Member',
      description: '',
      area: 'Todos',
      plans: ['pro'],
      scopes: ['all'],
      may: { todo: ['*'] },
    },
  ],
  plans: { pro: { name: 'Pro', features: ['sso'], limits: { customLabels: null, members: null } } },
  defaultPlan: 'pro',
}

test('the administration is in every catalog, beside what the product can do to the workspace', () => {
  const actions = Object.keys(catalog.resourceTypes.workspace?.actions ?? {})

  const ours = Object.keys(administration)
  assert.deepEqual(actions.slice(0, ours.length), ours)
  assert.ok(actions.includes('identity:edit'))
  assert.equal(catalog.resourceTypes.workspace?.labelable, false)
  assert.deepEqual(Object.keys(completeCatalog(todos).resourceTypes), ['workspace', 'todo'])
})

test("Segment's catalog is complete as it is", () => {
  assert.deepEqual(
    catalog.roles.map((role) => role.name),
    segment.roles.map((role) => role.name),
  )
})

test('a catalog without them gets the owner role, Workspace Member and Minimal Workspace Access, on all its plans', () => {
  const completed = completeCatalog(todos)

  const names = completed.roles.map((role) => role.name)
  assert.deepEqual(names, ['Workspace Owner', 'Workspace Member', 'Minimal Workspace Access', 'Member'])
  assert.ok(completed.roles.every((role) => role.plans.join() === 'pro'))
})

test('a word that the product uses for its own role is no alias of ours', () => {
  assert.equal(roleByName(completeCatalog(todos), 'member')?.id, 'member')
  assert.equal(roleByName(catalog, 'member')?.name, 'Workspace Member')
})

test('roles that the product defines itself are not added again', () => {
  const boss = { ...segment.roles[0], id: 'boss', name: 'Boss', plans: ['pro'] }
  const guest = { ...segment.roles[2], id: 'guest', plans: ['pro'] }
  const completed = completeCatalog({ ...todos, roles: [...todos.roles, boss, guest] })

  const names = completed.roles.map((role) => role.name)
  assert.deepEqual(names, ['Workspace Member', 'Member', 'Boss', 'Minimal Workspace Access'])
  assert.equal(ownerRole(completed).id, 'boss')
  assert.equal(minimalRole(completed).id, 'guest')
})

test('owner, member and minimal access are found whatever their place', () => {
  assert.equal(ownerRole(catalog).name, 'Workspace Owner')
  assert.equal(memberRole(catalog).name, 'Workspace Member')
  assert.equal(minimalRole(catalog).id, '1aEWAcU0fArxScocwH9xxLgW7r3')
  assert.throws(() => ownerRole(todos), /completeCatalog/)
})

test('a role is found by its id', () => {
  assert.equal(roleById(catalog, '1WDUuSF1kN1xis2lp09RVKOsnnL')?.name, 'Source Admin')
  assert.equal(roleById(catalog, 'Source Admin'), undefined)
})

const formerNames: [written: string, name: string][] = [
  ['workspace admin', 'Workspace Owner'],
  [' Source admin ', 'Source Admin'],
  ['Sources Read-only', 'Source Read-only'],
  ['Source Collaborator', 'Source Admin'],
  ['Warehouse Destination Admin', 'Warehouse Admin'],
  ['Warehouse Destination Read-only', 'Warehouse Read-only'],
  ['Protocols admin', 'Tracking Plan Admin'],
  ['Protocols View Only', 'Tracking Plan Read-only'],
  ['Personas Admin', 'Unify and Engage Admin'],
  ['Engage Admin', 'Unify and Engage Admin'],
  ['Unify Admin', 'Unify and Engage Admin'],
  ['Personas User', 'Unify Read-only, Engage User'],
  ['Engage User', 'Unify Read-only, Engage User'],
  ['Personas Read-only', 'Unify and Engage Read-only'],
  ['Personas Identity Admin', 'Identity Admin'],
  ['Functions Read-only', 'Function Read-only'],
]

for (const [written, name] of formerNames) {
  test(`"${written}" is understood as ${name}`, () => {
    assert.equal(roleByName(catalog, written)?.name, name)
  })
}

test('an older name that stands for several roles is not guessed at', () => {
  assert.equal(roleByName(catalog, 'Read-Only Member'), undefined)
})

test('plans include what the table of plans says', () => {
  assert.equal(planHas(catalog, 'free', 'public-api'), false)
  assert.equal(planHas(catalog, 'team', 'public-api'), true)
  assert.equal(planHas(catalog, 'team', 'user-groups'), false)
  assert.equal(planHas(catalog, 'business', 'label-scoped-grants'), true)
  assert.equal(planHas(catalog, 'constructor', 'sso'), false)
})

test('resource types are written in capitals on the wire and read in any case', () => {
  assert.equal(wireType('tracking_plan'), 'TRACKING_PLAN')
  assert.equal(typeFromWire(catalog, 'TRACKING_PLAN'), 'tracking_plan')
  assert.equal(typeFromWire(catalog, 'Workspace'), 'workspace')
  assert.equal(typeFromWire(catalog, 'tracking_plan'), 'tracking_plan')
  assert.equal(typeFromWire(catalog, 'BUCKET'), undefined)
})

test('names that every JavaScript object knows mean nothing in a catalog', () => {
  for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
    assert.equal(typeFromWire(catalog, name), undefined)
    assert.equal(catalog.resourceTypes[name], undefined)
    assert.equal(catalog.resourceTypes.source?.actions[name], undefined)
  }
})

test('action names and role ids of the default catalog are unique, and ids look like those Segment publishes', () => {
  const actions = Object.values(catalog.resourceTypes).flatMap((type) => Object.keys(type.actions))
  const ids = catalog.roles.map((role) => role.id)

  assert.equal(new Set(actions).size, actions.length)
  assert.equal(new Set(ids).size, ids.length)
  assert.ok(ids.every((id) => /^1[0-9A-Za-z]{26}$/.test(id)))
})

test('everything that the default catalog says has German words', () => {
  const { resourceTypes = {}, roles = {}, areas = {}, plans = {} } = wordsIn(catalog, 'de')
  const untold = [
    ...Object.entries(catalog.resourceTypes).flatMap(([type, spec]) => {
      const said = resourceTypes[type]
      const actions = Object.keys(spec.actions).filter((action) => !said?.actions?.[action])
      return [...(said?.name && said.plural ? [] : [type]), ...actions]
    }),
    ...catalog.roles.filter(({ id }) => !(roles[id]?.name && roles[id].description)).map(({ name }) => name),
    ...[...Object.values(catalog.resourceTypes).map(areaOf), ...catalog.roles.map(({ area }) => area)].filter(
      (area) => !areas[area],
    ),
  ]

  assert.deepEqual(untold, [])
  assert.deepEqual(Object.keys(plans), Object.keys(catalog.plans))
})
