import type { GrantFact, Question } from '../../access/index.ts'
import type { RoleSpec } from '../../contract/catalog.ts'
import { actionsOn } from '../questions.ts'
import { catalog, type Generated } from '../worlds.ts'

/** Somebody who answers the questions: the engine itself, or a peer. `warm` makes whatever is made once per principal. */
export interface Contestant {
  name: string
  warm(who: string): void | Promise<void>
  check(question: Question): boolean | Promise<boolean>
  close?(): void | Promise<void>
}

/** A contestant that cannot be loaded at this size, and why. */
export interface Absent {
  name: string
  absent: string
}

/** All grants that reach a principal, as its peers are given them. */
export function grantsOf({ facts }: Generated): (who: string) => GrantFact[] {
  const groups = new Map(facts.groups.map(({ id, grants }) => [id, grants]))
  const principals = new Map(facts.principals.map((principal) => [principal.id, principal]))
  return (who) => {
    const principal = principals.get(who)
    return [...(principal?.grants ?? []), ...(principal?.groups ?? []).flatMap((id) => groups.get(id) ?? [])]
  }
}

const roles = new Map(catalog.roles.map((role) => [role.id, role]))
/** The resource types that questions are about. */
export const askedTypes = ['source', 'space', 'function', 'warehouse']
const asked = new Map(askedTypes.map((type) => [type, actionsOn(type)]))

/** What a role may do, by type, of what questions are about. */
export function mayOf(roleId: string): { type: string; actions: string[] }[] {
  const known = may.get(roleId)
  if (known) return known
  const found = askedTypes
    .map((type) => ({ type, actions: actionsFor(roles.get(roleId), type) }))
    .filter(({ actions }) => actions.length > 0)
  may.set(roleId, found)
  return found
}

const may = new Map<string, { type: string; actions: string[] }[]>()

function actionsFor(role: RoleSpec | undefined, type: string): string[] {
  const actions = asked.get(type) ?? []
  return role?.owner ? actions : actions.filter((action) => role?.may[type]?.includes(action))
}

/** What a grant without entries of several kinds is on: every grant of the generated worlds has one kind of scope. */
export interface Reached {
  type: string
  actions: string[]
  all: boolean
  ids: string[]
  labels: Record<string, string> | undefined
}

/** A grant by resource type, in the words that all peers can be told. */
export function reachedBy(grant: GrantFact): Reached[] {
  const [first] = grant.scopes
  if (!first) return []
  const ids = grant.scopes.flatMap((scope) => (scope.kind === 'list' ? [scope.id] : []))
  const labels =
    first.kind === 'label'
      ? Object.fromEntries(first.labels.map(({ key, value }) => [key, value]))
      : undefined
  const about = mayOf(grant.roleId).filter(({ type }) => first.kind !== 'list' || first.type === type)
  const isOn = (type: string) => first.kind !== 'label' || catalog.resourceTypes[type]?.labelable === true
  return about
    .filter(({ type }) => isOn(type))
    .map(({ type, actions }) => ({ type, actions, all: first.kind === 'all', ids, labels }))
}

/** A resource as an object with its labels by key, as peers like it. */
export interface ResourceObject {
  type: string
  id: string
  labels: Record<string, string>
}

/** The resources of a world by type and id. */
export function resourceObjects({ facts }: Generated): (type: string, id: string | null) => ResourceObject {
  const byType = new Map(askedTypes.map((type) => [type, new Map<string, ResourceObject>()]))
  for (const { type, id, labels } of facts.resources) {
    byType
      .get(type)
      ?.set(id, { type, id, labels: Object.fromEntries(labels.map(({ key, value }) => [key, value])) })
  }
  return (type, id) => {
    const found = byType.get(type)?.get(id ?? '')
    if (!found) throw new Error(`There is no ${type} ${id} in this world.`)
    return found
  }
}

/** Keeps what is made once per principal. */
export function perPrincipal<Made>(make: (who: string) => Made): (who: string) => Made {
  const made = new Map<string, Made>()
  return (who) => {
    const known = made.get(who)
    if (known !== undefined) return known
    const one = make(who)
    made.set(who, one)
    return one
  }
}
