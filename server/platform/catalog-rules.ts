import {
  type ActionSpec,
  administration,
  type Catalog,
  type ProductCatalog,
  type RoleSpec,
} from '../../contract/catalog.ts'
import { completeCatalog } from '../../contract/complete.ts'
import { bounds, lineage, reachableByLabel } from './catalog-draft.ts'
import type { CatalogProblem } from './catalog-shape.ts'
import { wordsProblems } from './catalog-words.ts'
import { keyOf } from './names.ts'

type Path = CatalogProblem['path']

const allowedName = /^[A-Za-z0-9_.:-]{1,100}$/

/** Everything in a catalog that has the right shape and makes no sense. */
export function ruleProblems(product: ProductCatalog): CatalogProblem[] {
  const complete = completeCatalog(product)
  return [
    ...nameProblems(product),
    ...subjectProblems(product),
    ...typeProblems(product),
    ...actionProblems(product),
    ...identityProblems(product, complete.roles),
    ...ownerProblems(product),
    ...product.roles.flatMap((role, index) => roleProblems(complete, role, ['roles', index])),
    ...planProblems(product),
    ...wordsProblems(product, complete),
  ]
}

function nameProblems(product: ProductCatalog): CatalogProblem[] {
  const names: [word: string, path: Path][] = [
    ...product.subjectTypes.map((word, i): [string, Path] => [word, ['subjectTypes', i]]),
    ...keysOf(product.resourceTypes, ['resourceTypes']),
    ...Object.entries(product.resourceTypes).flatMap(([type, { actions }]) =>
      keysOf(actions, ['resourceTypes', type, 'actions']),
    ),
    ...keysOf(product.plans, ['plans']),
  ]
  for (const [i, { id, name }] of product.roles.entries()) {
    if (id) names.push([id, ['roles', i, 'id']])
    else if (name) names.push(['', ['roles', i, 'id']])
  }
  return names.flatMap(([word, path]) => {
    if (word === '' && path[0] === 'roles')
      return [{ path, says: 'is missing, and none can be made from this name' }]
    if (!allowedName.test(word)) {
      return [{ path, says: 'must be a name of 1 to 100 letters (A-Z, a-z), digits and _ . : -' }]
    }
    return word in {} ? [{ path, says: `"${word}" is a reserved word: choose another` }] : []
  })
}

function subjectProblems({ subjectTypes }: ProductCatalog): CatalogProblem[] {
  const reserved = subjectTypes.flatMap((type, i) =>
    type.toLowerCase() === 'token'
      ? [{ path: ['subjectTypes', i], says: '"token" is always there: leave it out' }]
      : [],
  )
  return [...reserved, ...twins(subjectTypes, (i) => ['subjectTypes', i])]
}

function typeProblems({ resourceTypes }: ProductCatalog): CatalogProblem[] {
  const types = Object.keys(resourceTypes)
  const withOurs = types.includes('workspace') ? types : ['workspace', ...types]
  const problems = twins(withOurs, (i) => ['resourceTypes', withOurs[i] ?? ''])
  for (const [type, { parent }] of Object.entries(resourceTypes)) {
    const path = ['resourceTypes', type, 'parent']
    if (parent === undefined) continue
    if (parent === 'workspace')
      problems.push({ path, says: 'everything is in the workspace already: leave it out' })
    else if (!types.includes(parent)) problems.push(unknown(path, 'resource type', parent, types))
    else if (circular(type, (each) => resourceTypes[each]?.parent)) {
      problems.push({
        path,
        says: `goes round in a circle: ${lineage(resourceTypes, type).join(' in ')} in ${type}`,
      })
    } else if (lineage(resourceTypes, type).length > bounds.depth + 1) {
      problems.push({ path, says: `nests deeper than ${bounds.depth} parents` })
    }
  }
  return problems
}

function actionProblems({ resourceTypes }: ProductCatalog): CatalogProblem[] {
  const problems: CatalogProblem[] = []
  let count = 0
  for (const [type, { actions }] of Object.entries(resourceTypes)) {
    const path = ['resourceTypes', type, 'actions']
    const names = Object.keys(actions)
    count += names.length
    problems.push(...twins(names, (i) => [...path, names[i] ?? '']))
    const reachable = type === 'workspace' ? { ...administration, ...actions } : actions
    for (const [name, action] of Object.entries(actions)) {
      if (Object.hasOwn(administration, name)) {
        problems.push({ path: [...path, name], says: 'is an action of the administration and always there' })
      }
      problems.push(...needsProblems(reachable, name, action, path))
    }
  }
  if (count > bounds.actions) {
    problems.push({
      path: ['resourceTypes'],
      says: `there are ${count} actions, more than ${bounds.actions}`,
    })
  }
  return problems
}

function needsProblems(
  actions: Readonly<Record<string, ActionSpec>>,
  name: string,
  { needs }: ActionSpec,
  path: Path,
): CatalogProblem[] {
  const here = [...path, name, 'needs']
  if (needs === undefined) return []
  if (needs === name) return [{ path: here, says: 'is the action itself' }]
  if (!Object.hasOwn(actions, needs))
    return [unknown(here, 'action of the same type', needs, Object.keys(actions))]
  const round = circular(name, (each) => (Object.hasOwn(actions, each) ? actions[each]?.needs : undefined))
  return round ? [{ path: here, says: `goes round in a circle: "${needs}" comes back to "${name}"` }] : []
}

/** Ids, and names with aliases, ignoring case. The roles that every catalog has come first: they were there before. */
function identityProblems(product: ProductCatalog, all: readonly RoleSpec[]): CatalogProblem[] {
  const added = all.length - product.roles.length
  const ids = new Map<string, RoleSpec>()
  const names = new Map<string, RoleSpec>()
  const problems: CatalogProblem[] = []
  for (const [i, role] of all.entries()) {
    const claim = (taken: Map<string, RoleSpec>, word: string, ...where: Path) => {
      const other = taken.get(keyOf(word))
      if (other && i >= added) {
        const holder =
          all.indexOf(other) < added ? `"${other.name}", which every catalog has` : `"${other.name}"`
        problems.push({
          path: ['roles', i - added, ...where],
          says: `"${word}" belongs to the role ${holder}`,
        })
      } else if (word !== '') taken.set(keyOf(word), role)
    }
    claim(ids, role.id, 'id')
    claim(names, role.name, 'name')
    for (const [k, alias] of (role.aliases ?? []).entries()) claim(names, alias, 'aliases', k)
  }
  return problems
}

function ownerProblems({ roles, plans }: ProductCatalog): CatalogProblem[] {
  const owners = [...roles.entries()].filter(([, role]) => role.owner)
  return owners.flatMap(([index, role], rank) => {
    const path = ['roles', index]
    const problems: CatalogProblem[] = []
    if (rank > 0)
      problems.push({ path: [...path, 'owner'], says: `"${owners[0]?.[1].name}" is the owner role already` })
    const without = Object.keys(plans).filter((plan) => !role.plans.includes(plan))
    if (without.length > 0) {
      problems.push({
        path: [...path, 'plans'],
        says: `the owner role must be in every plan, also in ${without.join(', ')}`,
      })
    }
    if (role.scopes.some((scope) => scope !== 'all')) {
      problems.push({
        path: [...path, 'scopes'],
        says: 'the owner role reaches everything: [all], or leave it out',
      })
    }
    if (Object.keys(role.may).length > 0) {
      problems.push({ path: [...path, 'may'], says: 'the owner role may do everything: leave it out' })
    }
    return problems
  })
}

function roleProblems({ resourceTypes, plans }: Catalog, role: RoleSpec, path: Path): CatalogProblem[] {
  const problems: CatalogProblem[] = []
  for (const [type, actions] of Object.entries(role.may)) {
    const here = [...path, 'may', type]
    const known = new Set(Object.keys(own(resourceTypes, type)?.actions ?? {}))
    if (!Object.hasOwn(resourceTypes, type)) {
      problems.push(unknown(here, 'resource type', type, Object.keys(resourceTypes)))
    } else
      for (const [i, action] of actions.entries())
        problems.push(...mayProblems(type, known, action, [...here, i]))
  }
  for (const [i, plan] of role.plans.entries()) {
    const among = Object.keys(plans)
    if (plan && !among.includes(plan)) problems.push(unknown([...path, 'plans', i], 'plan', plan, among))
  }
  problems.push(...offeredProblems(role, [...path, 'offered']))
  return role.owner ? problems : [...problems, ...scopeProblems(resourceTypes, role, [...path, 'scopes'])]
}

/** Whoever could change access could take everything, so those actions stay with owners (invariant 15). */
function mayProblems(type: string, known: Set<string>, action: string, path: Path): CatalogProblem[] {
  if (action === '') return []
  if (action === '*' && type === 'workspace') {
    return [{ path, says: '"*" would give the administration away: name the actions one by one' }]
  }
  if (action !== '*' && !known.has(action)) return [unknown(path, `action of ${type}`, action, known)]
  const ours = own<{ delegable: boolean }>(administration, action)
  return ours && !ours.delegable
    ? [{ path, says: `"${action}" stays with owners: no other role may have it` }]
    : []
}

function scopeProblems(types: Catalog['resourceTypes'], role: RoleSpec, path: Path): CatalogProblem[] {
  const about = Object.keys(role.may)
  const problems: CatalogProblem[] = []
  if (role.scopes.includes('label') && !reachableByLabel(types, about)) {
    problems.push({ path, says: 'label: nothing that this role is about can carry labels (labelable: true)' })
  }
  if (role.scopes.includes('list') && !about.some((type) => type !== 'workspace')) {
    problems.push({ path, says: 'list: this role is about no resources that could be listed' })
  }
  return problems
}

function offeredProblems({ scopes, offered = [] }: RoleSpec, path: Path): CatalogProblem[] {
  const beyond = offered.filter((scope) => !scopes.includes(scope))
  return beyond.map((scope) => ({ path, says: `${scope}: this role cannot be granted in this way` }))
}

function planProblems({ plans, defaultPlan }: ProductCatalog): CatalogProblem[] {
  const names = Object.keys(plans)
  const path = ['defaultPlan']
  if (defaultPlan === '')
    return [{ path, says: `is missing: say which of ${names.join(', ')} a new workspace has` }]
  return [
    ...twins(names, (i) => ['plans', names[i] ?? '']),
    ...(names.includes(defaultPlan) ? [] : [unknown(path, 'plan', defaultPlan, names)]),
  ]
}

function keysOf(table: object, path: Path): [string, Path][] {
  return Object.keys(table).map((key) => [key, [...path, key]])
}

function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

/** Words that differ from an earlier one in upper and lower case only, or not at all. */
function twins(words: readonly string[], pathOf: (index: number) => Path): CatalogProblem[] {
  const seen = new Map<string, string>()
  return words.flatMap((word, i) => {
    const earlier = seen.get(word.toLowerCase())
    seen.set(word.toLowerCase(), earlier ?? word)
    return earlier === undefined ? [] : [{ path: pathOf(i), says: `"${word}" is the same as "${earlier}"` }]
  })
}

function circular(start: string, next: (name: string) => string | undefined): boolean {
  const seen = new Set<string>()
  for (let at = next(start); at !== undefined && !seen.has(at); at = next(at)) {
    if (at === start) return true
    seen.add(at)
  }
  return false
}

function unknown(path: Path, what: string, word: string, among: Iterable<string>): CatalogProblem {
  return { path, says: `there is no ${what} "${word}"`, word, among }
}
