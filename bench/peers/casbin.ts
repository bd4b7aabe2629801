import { type Enforcer, newEnforcer, newModelFromString } from 'casbin'
import type { Generated } from '../worlds.ts'
import type { Absent, Contestant, Reached, ResourceObject } from './contestant.ts'
import { grantsOf, reachedBy, resourceObjects } from './contestant.ts'

/** More policy lines than this are not tried: a check walks all of them. */
const LINES_MAX = 60_000

// One line for what a scope reaches; the functions know sets of actions, resources and labels.
const personal = `
[request_definition]
r = type, act, resource
[policy_definition]
p = type, rights
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.type == p.type && covers(r.act, r.resource, p.rights)
`

/** One enforcer per principal, with its own lines only: the fastest that casbin can be given. */
export function openCasbinPersonal(world: Generated): Contestant {
  const grants = grantsOf(world)
  const resource = resourceObjects(world)
  const enforcers = new Map<string, Enforcer>()
  return {
    name: 'casbin 5, one enforcer per principal',
    async warm(who) {
      if (enforcers.has(who)) return
      const reached = grants(who).flatMap(reachedBy)
      const rights = reached.map(rightsOf)
      const enforcer = await newEnforcer(newModelFromString(personal))
      await enforcer.addFunction('covers', (act: string, on: ResourceObject, place: string) =>
        Boolean(rights[Number(place)]?.(act, on)),
      )
      await enforcer.addPolicies(reached.map(({ type }, place) => [type, String(place)]))
      enforcers.set(who, enforcer)
    },
    check: ({ who, action, resource: { type, id } }) =>
      enforcers.get(who)?.enforceSync(type, action, resource(type, id)) ?? false,
  }
}

function rightsOf({ actions, all, ids, labels }: Reached): (act: string, on: ResourceObject) => boolean {
  const set = new Set(ids)
  const wanted = Object.entries(labels ?? {})
  const isOn = (on: ResourceObject) =>
    all || (labels ? wanted.every(([key, value]) => on.labels[key] === value) : set.has(on.id))
  return (act, on) => actions.includes(act) && isOn(on)
}

// RBAC as the guide writes it: groups are roles of people (g), what a role may do is one of actions (g2).
const asTheGuide = `
[request_definition]
r = sub, type, obj, act, labels
[policy_definition]
p = sub, role, kind, obj
[role_definition]
g = _, _
g2 = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.sub, p.sub) && g2(actionOn(r.type, r.act), p.role) && (p.kind == "all" || (p.kind == "list" && r.obj == p.obj) || (p.kind == "label" && carries(r.labels, p.obj)))
`

/** One enforcer for the whole world, as casbin's guide writes it. */
export async function openCasbinGuide(world: Generated): Promise<Contestant | Absent> {
  const name = 'casbin 5, as its guide writes it'
  const lines = linesOf(world)
  if (lines.length > LINES_MAX) {
    const count = lines.length.toLocaleString('en-US')
    return {
      name,
      absent: `${count} policy lines: not tried; a check walks all of them, at the pace of M for more than a second`,
    }
  }

  const enforcer = await newEnforcer(newModelFromString(asTheGuide))
  await enforcer.addFunction('actionOn', (type: string, act: string) => `${type}/${act}`)
  await enforcer.addFunction('carries', (labels: Record<string, string>, wanted: string) =>
    wanted.split(' ').every((label) => {
      const [key = '', value] = label.split('=')
      return labels[key] === value
    }),
  )
  await enforcer.addNamedGroupingPolicies('g', members(world))
  await enforcer.addNamedGroupingPolicies('g2', actionsOfRoles(world))
  await enforcer.addPolicies(lines)
  const resource = resourceObjects(world)
  return {
    name,
    warm: () => {},
    check: ({ who, action, resource: { type, id } }) =>
      enforcer.enforceSync(who, type, `${type}/${id}`, action, resource(type, id).labels),
  }
}

function linesOf({ facts }: Generated): string[][] {
  return [...facts.principals, ...facts.groups]
    .flatMap(({ id: holder, grants }) =>
      grants.flatMap(({ id, roleId, scopes }) =>
        scopes.flatMap((scope): string[][] => {
          // Lines must differ; the grant's id keeps two grants of the same apart.
          if (scope.kind === 'all') return [[holder, roleId, 'all', id]]
          if (scope.kind === 'list') return [[holder, roleId, 'list', `${scope.type}/${scope.id}`]]
          return [
            [holder, roleId, 'label', scope.labels.map(({ key, value }) => `${key}=${value}`).join(' ')],
          ]
        }),
      ),
    )
    .filter(unseen())
}

/** casbin refuses a whole batch with one repetition in it. */
function unseen(): (line: string[]) => boolean {
  const seen = new Set<string>()
  return (line) => {
    const text = line.join('\n')
    const isNew = !seen.has(text)
    seen.add(text)
    return isNew
  }
}

function members({ facts }: Generated): string[][] {
  return facts.principals.flatMap(({ id, groups }) => groups.map((group) => [id, group]))
}

function actionsOfRoles(world: Generated): string[][] {
  const { principals, groups } = world.facts
  const roleIds = new Set(
    [...principals, ...groups].flatMap(({ grants }) => grants.map(({ roleId }) => roleId)),
  )
  const everything = (roleId: string) => reachedBy({ id: '', roleId, scopes: [{ kind: 'all' }] })
  return Array.from(roleIds).flatMap((roleId) =>
    everything(roleId).flatMap(({ type, actions }) => actions.map((action) => [`${type}/${action}`, roleId])),
  )
}
