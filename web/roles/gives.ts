import { actionsOn, isWorkspace, type RoleOnOffer } from '../grants/roles.ts'
import type { ResourceType } from '../workspaces/here.ts'

export type ActionOfType = ResourceType['actions'][number]

/** Of the actions on one type, those that a role gives and those that it does not, in the order of the catalog. */
export interface GivenOnType {
  type: ResourceType
  given: ActionOfType[]
  missing: ActionOfType[]
  /** Every action of the type, also those that the catalog may get later. */
  isWhole: boolean
}

/** What a role gives and does not give on every type of the running catalog. */
export function givesOf({ owner, may }: RoleOnOffer, types: readonly ResourceType[]): GivenOnType[] {
  return types.map((type) => {
    const actions = actionsOn(may, type.type) ?? []
    const isWhole = owner || actions.includes('*')
    const isGiven = ({ name }: ActionOfType) => isWhole || actions.includes(name)
    return {
      type,
      given: type.actions.filter(isGiven),
      missing: type.actions.filter((action) => !isGiven(action)),
      isWhole,
    }
  })
}

/** What another action of the type has to be given with, where the role does not give that one itself: its sentence. */
export function lacksOf({ needs }: ActionOfType, { type, given }: GivenOnType): string | null {
  if (needs === null || given.some(({ name }) => name === needs)) return null
  return type.actions.find(({ name }) => name === needs)?.says ?? needs
}

/** The roles whose name, description, area or actions have this text in them. */
export function searchRoles(
  roles: readonly RoleOnOffer[],
  types: readonly ResourceType[],
  text: string,
): RoleOnOffer[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return [...roles]
  const has = (one: string) => one.toLowerCase().includes(wanted)
  return roles.filter((role) => {
    if ([role.name, role.description, role.area].some(has)) return true
    return !role.owner && givesOf(role, types).some(({ given }) => given.some(({ says }) => has(says)))
  })
}

/** How far a grant of the role may reach. What gives something on the workspace alone cannot be narrowed. */
export function reachOf({ offered, may }: RoleOnOffer): string[] {
  const isOfWorkspaceOnly = Object.entries(may).every(
    ([type, actions]) => isWorkspace(type) || actions.length === 0,
  )
  return isOfWorkspaceOnly ? ['all'] : offered
}
