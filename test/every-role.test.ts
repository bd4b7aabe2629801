import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  check,
  compileRules,
  type Facts,
  openWorld,
  type ResourceFact,
  type ResourceName,
  type ScopeFact,
  type World,
} from '../access/index.ts'
import { administration, type RoleSpec, type Scope } from '../contract/catalog.ts'
import { completeCatalog } from '../contract/complete.ts'
import { segment } from '../contract/segment.ts'
import { compareGolden } from './golden.ts'

const catalog = completeCatalog(segment)
const rules = compileRules(catalog)
const plans = Object.keys(catalog.plans)
const types = Object.entries(catalog.resourceTypes)
const workspaceId = 'w'
const labels = [{ key: 'environment', value: 'prod' }]

/** Of every type, one resource that grants reach by list and label, and one that they must not reach. */
const resources: ResourceFact[] = types.flatMap(([type, { parent, labelable }]) => {
  if (type === 'workspace') return []
  return ['near', 'far'].map((id) => ({
    type,
    id,
    labels: labelable && id === 'near' ? labels : [],
    ...(parent ? { parent: { type: parent, id } } : {}),
  }))
})

/** What a role answers for one action: by itself, only beside another action, or not at all. */
type Answer = 'yes' | `with ${string}` | '-'

/** A grant of the role, as wide as the scope lets it be for what the role is about. */
function scopesOf(role: RoleSpec, scope: Scope): ScopeFact[] {
  if (scope === 'all') return [{ kind: 'all' }]
  if (scope === 'label') return [{ kind: 'label', labels }]
  const about = Object.keys(role.may).filter((type) => type !== 'workspace')
  // A destination is reached through its source; naming it as well would hide whether that works.
  const named = about.filter((type) => !about.includes(catalog.resourceTypes[type]?.parent ?? ''))
  return named.map((type) => ({ kind: 'list', type, id: 'near' }))
}

function holding(role: RoleSpec, scope: Scope, plan: string): World {
  const grants = [{ id: 'g', roleId: role.id, scopes: scopesOf(role, scope) }]
  const probes = types.map(([type, { actions }]) => ({
    id: `all of ${type}`,
    name: type,
    may: { [type]: Object.keys(actions).filter((action) => !actions[action]?.needs) },
    scopes: ['all' as const],
  }))
  const facts: Facts = {
    principals: [
      { id: 'holder', kind: 'user', names: [], groups: [], grants },
      ...probes.map(({ id, name }) => ({
        id: `holder beside ${name}`,
        kind: 'user' as const,
        names: [],
        groups: [],
        grants: [...grants, { id: 'p', roleId: id, scopes: [{ kind: 'all' as const }] }],
      })),
    ],
    groups: [],
    resources,
    roles: probes,
  }
  return openWorld(rules, { workspaceId, plan }, facts)
}

function nameOf(type: string, action: string, id: string): ResourceName {
  if (type === 'workspace') return { type, id: workspaceId }
  return { type, id: catalog.resourceTypes[type]?.actions[action]?.creates ? null : id }
}

function ask(world: World, type: string, action: string, id = 'near'): Answer {
  const resource = nameOf(type, action, id)
  if (check(world, { who: 'holder', action, resource, at: 0 })) return 'yes'
  const needs = catalog.resourceTypes[type]?.actions[action]?.needs
  const beside = needs && check(world, { who: `holder beside ${type}`, action, resource, at: 0 })
  return beside ? `with ${needs}` : '-'
}

/** The plans on which a grant of this scope gives anything; for a role that gives nothing, where it is offered. */
function plansOf(role: RoleSpec, scope: Scope): string[] {
  if (Object.keys(role.may).length === 0 && !role.owner) return [...role.plans]
  return plans.filter((plan) => {
    const world = holding(role, scope, plan)
    return types.some(([type, { actions }]) =>
      Object.keys(actions).some((each) => ask(world, type, each) !== '-'),
    )
  })
}

/** What people read as one thing: the types, but for the workspace, whose administration is a thing of its own. */
const subjects = types.flatMap(([type, { name, actions }]) => {
  const all = Object.entries(actions).map(([action, { says }]) => ({ type, action, says }))
  if (type !== 'workspace') return [{ name, actions: all }]
  const isOurs = ({ action }: { action: string }) => Object.hasOwn(administration, action)
  return [
    { name: 'administration', actions: all.filter(isOurs) },
    { name: 'workspace', actions: all.filter((each) => !isOurs(each)) },
  ]
})

const scopeWords = { all: 'all', list: 'some', label: 'labels' } as const
const column = 20

function row(first: string, cells: readonly string[], last = ''): string {
  return `    ${first.padEnd(24)}${cells.map((cell) => cell.padEnd(column)).join('')}${last}`.trimEnd()
}

function pageOf(role: RoleSpec): string[] {
  const worlds = role.scopes.map((scope) => holding(role, scope, catalog.defaultPlan))
  const given: string[] = []
  const missing: string[] = []
  const strange: string[] = []
  for (const { name, actions } of subjects) {
    const rows = actions.map((each) => ({
      ...each,
      answers: worlds.map((world) => ask(world, each.type, each.action)),
    }))
    const has = rows.filter(({ answers }) => answers.some((answer) => answer !== '-'))
    const lacks = rows.filter((each) => !has.includes(each)).map(({ action }) => action)
    given.push(...has.map(({ action, answers, says }) => row(action, answers, says)))
    if (has.length === 0) strange.push(name)
    else if (lacks.length > 0) missing.push(row(name, [], lacks.join(', ')))
  }
  const offered = role.scopes.map((scope) =>
    plansOf(role, scope)
      .map((plan) => catalog.plans[plan]?.name)
      .join(' '),
  )
  return [
    role.name,
    `  ${role.description}`,
    ...(role.aliases?.length ? [`  Also understood as: ${role.aliases.join('; ')}.`] : []),
    '',
    row(
      'granted on',
      role.scopes.map((scope) => scopeWords[scope]),
    ),
    row('on the plans', offered),
    ...given,
    ...(missing.length + strange.length > 0 ? ['  does NOT include'] : []),
    ...missing,
    ...(strange.length > 0 ? [row('anything of', [], strange.join(', '))] : []),
    '',
  ]
}

const plansAndScopes = [10, 17] as const

/** How many of a subject's actions the role gives on its widest scope, by itself or beside another role. */
function summaryOf(role: RoleSpec): string {
  const world = holding(role, 'all', catalog.defaultPlan)
  const counts = subjects.map(({ actions }) => {
    const given = actions.filter(({ type, action }) => ask(world, type, action) !== '-').length
    return given === actions.length ? 'all' : given === 0 ? '-' : `${given} of ${actions.length}`
  })
  const offered = plansOf(role, 'all').map((plan) => catalog.plans[plan]?.name.charAt(0))
  const scopes = role.scopes.map((scope) => scopeWords[scope])
  return summaryRow([role.name, offered.join(' '), scopes.join(' '), ...counts])
}

function summaryRow([name = '', offered = '', scopes = '', ...counts]: string[]): string {
  const [plansWidth, scopesWidth] = plansAndScopes
  const cells = counts.map((count) => count.padEnd(16)).join('')
  return `${name.padEnd(32)}${offered.padEnd(plansWidth)}${scopes.padEnd(scopesWidth)}${cells}`.trimEnd()
}

const heading = `What the roles of the default catalog may do. Made by test/every-role.test.ts, which asks the engine.
Read it as a policy: a change of this file is a change of what people may do.

  granted on   all: the whole workspace, now and later; some: named resources; labels: whatever carries the labels
  yes          the role gives it on what it is granted on
  with X       the role adds it wherever another role gives X
  -            the role gives it on a wider grant only
`

test('every role may do exactly what the policy that people reviewed says', () => {
  const areas = [...new Set(catalog.roles.map((role) => role.area))]
  const titles = ['AT A GLANCE', 'plans', 'granted on', ...subjects.map(({ name }) => name)]
  const pages = areas.flatMap((area) => {
    const roles = catalog.roles.filter((role) => role.area === area)
    return ['', area.toUpperCase(), '='.repeat(area.length), '', ...roles.flatMap(pageOf)]
  })

  const text = [heading, summaryRow(titles), ...catalog.roles.map(summaryOf), '', ...pages].join('\n')

  compareGolden('what-roles-may-do.txt', text)
})

test('a grant on some resources, or on labels, reaches no others and creates nothing', () => {
  const reached = catalog.roles.flatMap((role) => {
    return role.scopes
      .filter((scope) => scope !== 'all')
      .flatMap((scope) => {
        const world = holding(role, scope, catalog.defaultPlan)
        return types.flatMap(([type, { actions }]) => {
          const strayed = Object.keys(actions).filter((action) => ask(world, type, action, 'far') !== '-')
          return strayed.map((action) => `${role.name} by ${scope}: ${action}`)
        })
      })
  })

  assert.deepEqual(reached, [])
})
