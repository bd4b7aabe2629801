import type { Catalog, RoleSpec, Scope } from '../contract/catalog.ts'

/** A resource type of the catalog; `actions` leads from an action's name to its number. */
export interface TypeRule {
  number: number
  name: string
  labelable: boolean
  parent: TypeRule | undefined
  actions: Map<string, number>
}

/** One (resource type, action) pair. `needs` is the number of the action that must be given too, -1 if none. */
export interface ActionRule {
  number: number
  name: string
  creates: boolean
  needs: number
}

export interface RoleRule {
  id: string
  plans: readonly string[]
  scopes: readonly Scope[]
  owner: boolean
  actions: number[]
}

/** A catalog with its names turned into numbers, for any number of worlds. */
export interface Rules {
  catalog: Catalog
  types: Map<string, TypeRule>
  actions: ActionRule[]
  roles: RoleRule[]
}

/** The type of the workspace itself: of it, only the workspace's own id exists. */
export const workspaceType = 'workspace'

/**
 * Compiles a catalog once, for any number of worlds.
 * Throws an Error that names the mistake: a role with an unknown type or action or a second role of the same id, an unknown parent type,
 * an action that needs an unknown one or itself.
 */
export function compileRules(catalog: Catalog): Rules {
  const types = new Map<string, TypeRule>()
  const actions: ActionRule[] = []
  for (const [name, spec] of Object.entries(catalog.resourceTypes)) {
    const type: TypeRule = {
      number: types.size,
      name,
      labelable: spec.labelable,
      parent: undefined,
      actions: new Map(),
    }
    for (const [actionName, action] of Object.entries(spec.actions)) {
      type.actions.set(actionName, actions.length)
      actions.push({ number: actions.length, name: actionName, creates: action.creates === true, needs: -1 })
    }
    types.set(name, type)
  }

  const rules = { catalog, types, actions, roles: [] as RoleRule[] }
  for (const type of types.values()) linkType(rules, type)
  for (const spec of catalog.roles) {
    if (rules.roles.some((role) => role.id === spec.id)) throw new Error(`Two roles have the id ${spec.id}.`)
    rules.roles.push(compileRole(rules, spec))
  }
  return rules
}

/**
 * The numbers of the actions that a role's `may` names, `*` being every action of the type. What the catalog does not
 * know is reported to `unknown` and left out.
 */
export function actionsOf(rules: Rules, may: RoleSpec['may'], unknown: (what: string) => void) {
  const numbers: number[] = []
  for (const [typeName, names] of Object.entries(may)) {
    const type = rules.types.get(typeName)
    if (!type) unknown(`resource type ${typeName}`)
    for (const name of names) {
      const number = type?.actions.get(name)
      if (name === '*') numbers.push(...(type?.actions.values() ?? []))
      else if (number !== undefined) numbers.push(number)
      else unknown(`action ${name} of ${typeName}`)
    }
  }
  return numbers
}

/** The action and, one by one, those that it needs: all must be given (rules, section 4). */
export function chainOf(rules: Rules, action: number): ActionRule[] {
  const chain: ActionRule[] = []
  for (let next = rules.actions[action]; next; next = rules.actions[next.needs]) chain.push(next)
  return chain
}

function linkType(rules: Rules, type: TypeRule) {
  const spec = rules.catalog.resourceTypes[type.name]
  if (spec?.parent !== undefined) {
    type.parent = rules.types.get(spec.parent)
    if (!type.parent) throw new Error(`The parent of resource type ${type.name} is unknown: ${spec.parent}.`)
  }
  for (const [name, number] of type.actions) {
    const needs = spec?.actions[name]?.needs
    const action = rules.actions[number]
    if (needs === undefined || !action) continue
    action.needs = type.actions.get(needs) ?? -1
    if (action.needs < 0) throw new Error(`Action ${name} of ${type.name} needs an unknown action: ${needs}.`)
  }
  for (const number of type.actions.values()) refuseCircle(rules, type, number)
}

function refuseCircle(rules: Rules, type: TypeRule, number: number) {
  let steps = 0
  for (let next = rules.actions[number]; next; next = rules.actions[next.needs]) {
    if (steps++ > type.actions.size) throw new Error(`Action ${next.name} of ${type.name} needs itself.`)
  }
}

function compileRole(rules: Rules, spec: RoleSpec): RoleRule {
  const refuse = (what: string) => {
    throw new Error(`Role ${spec.name} (${spec.id}) names an unknown ${what}.`)
  }
  const named = actionsOf(rules, spec.may, refuse)
  const actions = spec.owner ? rules.actions.map((action) => action.number) : named
  return { id: spec.id, plans: spec.plans, scopes: spec.scopes, owner: spec.owner === true, actions }
}
