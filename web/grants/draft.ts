import type { TFunction } from 'i18next'
import type { Input, Reply } from '../../contract/endpoint.ts'
import type { grants } from '../../contract/grants.ts'
import { hasEnded, type Limits } from './limits.ts'

/** The roles of a member, group, token or invite while they are edited: what `PUT …/permissions` takes. */
export type Draft = Input<typeof grants.replaceForUser>['body']['permissions']
/** Somebody's roles as replies show them. */
export type HeldPermissions = Reply<typeof grants.replaceForUser>['permissions']
type Entry = Draft[number]['resources'][number]

export interface LabelText {
  key: string
  value: string
}

export interface ResourceKey {
  type: string
  id: string
}

/** How far a role reaches: everything, what carries all of some labels, or single resources. */
export type Scope =
  | { kind: 'all' }
  | { kind: 'label'; labels: LabelText[] }
  | { kind: 'list'; resources: ResourceKey[] }

/** One scope of a draft, and where it stands there: in which permission, and as which of its entries. */
export interface HeldScope {
  at: number
  entries: readonly number[]
  scope: Scope
  /** Of the permission. */
  limits: Limits
}

/** What a reply says of somebody's roles, as the beginning of a draft. */
export function draftOf(permissions: HeldPermissions): Draft {
  return permissions.map(({ roleId, roleName, resources, startsAt, endsAt }) => ({
    roleId,
    roleName,
    ...limited({ startsAt, endsAt }),
    resources: resources.map(({ id, type, labels }) => ({
      id,
      type,
      ...(labels.length > 0 && { labels: labels.map(({ key, value }) => ({ key, value })) }),
    })),
  }))
}

/** Whether two drafts grant the same, in whatever order. */
export function isSameDraft(one: Draft, other: Draft): boolean {
  const shape = (draft: Draft) => draft.map(shapeOf).sort().join('\n')
  return shape(one) === shape(other)
}

/** The scopes of one role. A permission that names nothing is on everything. */
export function scopesOf(draft: Draft, roleId: string): HeldScope[] {
  return draft.flatMap((permission, at) => (permission.roleId === roleId ? scopesIn(permission, at) : []))
}

/** Grants a role on one more scope. */
export function addScope(
  draft: Draft,
  role: { id: string; name: string },
  scope: Scope,
  workspaceId: string,
): Draft {
  return [...draft, { roleId: role.id, roleName: role.name, resources: entriesOf(scope, workspaceId) }]
}

/** Puts another scope where one stood. */
export function changeScope(draft: Draft, held: HeldScope, scope: Scope, workspaceId: string): Draft {
  return replaceEntries(draft, held, entriesOf(scope, workspaceId))
}

/** Gives one scope for another time; it becomes a permission of its own if it shares one with others. */
export function changeLimits(draft: Draft, held: HeldScope, limits: Limits): Draft {
  return draft.flatMap((permission, at) => {
    if (at !== held.at) return [permission]
    const { startsAt: _, endsAt: __, ...rest } = permission
    const isHeld = (_entry: Entry, place: number) => held.entries.includes(place)
    const own = { ...rest, resources: rest.resources.filter(isHeld), ...limited(limits) }
    const others = rest.resources.filter((entry, place) => !isHeld(entry, place))
    return others.length > 0 ? [{ ...permission, resources: others }, own] : [own]
  })
}

/** Without what has ended, which cannot be given anew as it was. */
export function withoutEnded(draft: Draft): Draft {
  return draft.filter((permission) => !hasEnded(permission))
}

/** Takes one scope away; with the last one, its permission. */
export function removeScope(draft: Draft, held: HeldScope): Draft {
  return replaceEntries(draft, held, []).filter(
    (permission, at) => at !== held.at || permission.resources.length > 0,
  )
}

/** Takes a role away altogether. */
export function removeRole(draft: Draft, roleId: string): Draft {
  return draft.filter((permission) => permission.roleId !== roleId)
}

/** `environment:prod`, as the API and people write it. */
export function labelText({ key, value }: LabelText): string {
  return `${key}:${value}`
}

/** A draft in short texts, each role once with how narrow it is: `Source Admin (2)`, `Source Read-only (1 label)`. */
export function says(draft: Draft, t: TFunction): string[] {
  return [...new Set(draft.map(({ roleId }) => roleId))].map((roleId) => {
    const name = draft.find((one) => one.roleId === roleId)?.roleName ?? roleId
    const scopes = scopesOf(draft, roleId).map(({ scope }) => scope)
    const narrow = narrowness(scopes, t)
    return narrow === null ? name : t('grants.roleOn', { role: name, narrow })
  })
}

function narrowness(scopes: readonly Scope[], t: TFunction): string | null {
  if (scopes.some(({ kind }) => kind === 'all')) return null
  const single = scopes.flatMap((scope) => (scope.kind === 'list' ? scope.resources : []))
  const labels = scopes.flatMap((scope) => (scope.kind === 'label' ? scope.labels : []))
  const parts = [
    ...(single.length > 0 ? [new Intl.NumberFormat().format(single.length)] : []),
    ...(labels.length > 0 ? [t('grants.labelCount', { count: labels.length })] : []),
  ]
  return parts.join(', ')
}

function scopesIn({ resources, startsAt, endsAt }: Draft[number], at: number): HeldScope[] {
  const limits = { startsAt, endsAt }
  if (resources.length === 0) return [{ at, entries: [], scope: { kind: 'all' }, limits }]
  const numbered = resources.map((entry, index) => ({ entry, index }))
  const [whole, single] = [
    numbered.filter(({ entry }) => isWhole(entry)),
    numbered.filter(({ entry }) => !isWhole(entry)),
  ]
  const wide = whole.map(({ entry, index }): HeldScope => {
    const labels = entry.labels ?? []
    const scope = labels.length > 0 ? { kind: 'label' as const, labels } : { kind: 'all' as const }
    return { at, entries: [index], scope, limits }
  })
  if (single.length === 0) return wide
  const list = { kind: 'list' as const, resources: single.map(({ entry: { type, id } }) => ({ type, id })) }
  return [...wide, { at, entries: single.map(({ index }) => index), scope: list, limits }]
}

function replaceEntries(draft: Draft, { at, entries }: HeldScope, fresh: Entry[]): Draft {
  return draft.map((permission, index) => {
    if (index !== at) return permission
    const kept = permission.resources.filter((_, place) => !entries.includes(place))
    return { ...permission, resources: [...kept, ...fresh] }
  })
}

/** The wire has no word for the three scopes: it says the workspace, the workspace with labels, or the resource (public-api, section 2). */
function entriesOf(scope: Scope, workspaceId: string): Entry[] {
  if (scope.kind === 'list') return scope.resources.map(({ type, id }) => ({ type, id }))
  const whole = { id: workspaceId, type: 'WORKSPACE' }
  return [scope.kind === 'label' ? { ...whole, labels: scope.labels } : whole]
}

function isWhole({ type }: Entry): boolean {
  return type.toUpperCase() === 'WORKSPACE'
}

function limited({ startsAt, endsAt }: Limits) {
  return { ...(startsAt && { startsAt }), ...(endsAt && { endsAt }) }
}

function shapeOf({ roleId, resources, startsAt, endsAt }: Draft[number]): string {
  const entries = resources.map(({ type, id, labels }) => {
    const texts = (labels ?? []).map((label) => labelText(label).toLowerCase()).sort()
    return JSON.stringify([type.toUpperCase(), id, ...texts])
  })
  return JSON.stringify([roleId, startsAt ?? null, endsAt ?? null, ...entries.sort()])
}
