import { administration } from '../../contract/catalog.ts'
import { actionsOn, isWorkspace, type RoleOnOffer } from '../grants/roles.ts'
import type { ResourceType } from '../workspaces/here.ts'

/** A custom role while it is edited; actions by type as the catalog's types are written, `*` for all of a type. */
export interface RoleDraft {
  name: string
  description: string
  may: Record<string, string[]>
}

/**
 * The types with the actions that a custom role can give. Of our own administration, only what can be delegated: the rest stays with
 * owners, and the server refuses it.
 */
export function offeredTypes(types: readonly ResourceType[]): ResourceType[] {
  const isOffered = (name: string) =>
    Object.entries(administration).find(([action]) => action === name)?.[1].delegable ?? true
  return types
    .map((type) =>
      isWorkspace(type.type)
        ? { ...type, actions: type.actions.filter(({ name }) => isOffered(name)) }
        : type,
    )
    .filter(({ actions }) => actions.length > 0)
}

/** A role as the beginning of a draft, without what a custom role cannot give. */
export function draftFrom(role: RoleOnOffer | undefined, offered: readonly ResourceType[]): RoleDraft {
  if (!role) return { name: '', description: '', may: {} }
  const pairs = offered.map((type): [string, string[]] => {
    const actions = actionsOn(role.may, type.type) ?? []
    const isWhole = actions.includes('*')
    if (isWhole && !isWorkspace(type.type)) return [type.type, ['*']]
    const kept = type.actions.filter(({ name }) => isWhole || actions.includes(name))
    return [type.type, kept.map(({ name }) => name)]
  })
  return { name: role.name, description: role.description, may: Object.fromEntries(pairs) }
}

/** Gives or takes one action. */
export function toggleAction({ may, ...draft }: RoleDraft, type: string, action: string): RoleDraft {
  const given = may[type] ?? []
  const next = given.includes(action) ? given.filter((one) => one !== action) : [...given, action]
  return { ...draft, may: { ...may, [type]: next } }
}

/** What the API takes. */
export function bodyOf({ name, description, may }: RoleDraft): RoleDraft {
  const given = Object.entries(may).filter(([, actions]) => actions.length > 0)
  return { name: name.trim(), description: description.trim(), may: Object.fromEntries(given) }
}

/** Whether two drafts are the same role, in whatever order their actions stand. */
export function isSameRole(one: RoleDraft, other: RoleDraft): boolean {
  return shapeOf(one) === shapeOf(other)
}

/** How many actions a draft gives; all of a type counts as those that it has now. */
export function countActions({ may }: RoleDraft, offered: readonly ResourceType[]): number {
  const counts = offered.map(({ type, actions }) => {
    const given = may[type] ?? []
    return given.includes('*') ? actions.length : given.length
  })
  return counts.reduce((sum, count) => sum + count, 0)
}

function shapeOf(draft: RoleDraft): string {
  const { name, description, may } = bodyOf(draft)
  const pairs = Object.entries(may).map(([type, actions]) => JSON.stringify([type, ...[...actions].sort()]))
  return JSON.stringify([name, description, ...pairs.sort()])
}
