import type { accessRequests } from '../../contract/access-requests.ts'
import type { Input } from '../../contract/endpoint.ts'
import { actionsOn, isBare, isWorkspace, type RoleOnOffer, useRoles } from '../grants/roles.ts'
import { type DoorOf, useExplained } from './request.ts'

type Body = Input<typeof accessRequests.create>['body']

/** What somebody writes who asks for access. Null: of the role, that none was chosen yet; of the hours, without an end. */
export interface Wish {
  message: string
  roleId: string | null
  isForAll: boolean
  hours: number | null
}

/** How long access is asked for, as people choose it. */
export const terms: readonly (number | null)[] = [null, 1, 8, 24, 7 * 24, 30 * 24]

/** The roles of the plan that would open a door, and what is wished for at first: the smallest, unless that is to be an owner. */
export interface Openers {
  roles: RoleOnOffer[]
  smallest: ReadonlySet<string>
  suggested: string
}

/** The smallest first, owners last. None until they are known. */
export function useOpeners(door: DoorOf): Openers {
  const all = useRoles().data?.roles ?? []
  const said = useExplained(door).data
  const smallest = new Set(said?.smallestRoles.map(({ id }) => id))
  const rank = (role: RoleOnOffer) => (role.owner ? 2 : smallest.has(role.id) ? 0 : 1)
  const roles = all
    .filter((role) => role.inPlan && !isBare(role) && (role.owner || opens(role, door)))
    .sort((one, other) => rank(one) - rank(other))
  return { roles, smallest, suggested: roles.find((role) => rank(role) === 0)?.id ?? '' }
}

/** The call that asks for it. */
export function askFor({ type, id, action }: DoorOf, { message, roleId, isForAll, hours }: Wish): Body {
  const isOnOne = id !== undefined && !isWorkspace(type)
  return {
    ...(!isWorkspace(type) && { resource: { type: type.toLowerCase(), ...(isOnOne && { id }) } }),
    ...(action !== undefined && { action }),
    message: message.trim(),
    wished: {
      ...(roleId && { roleId }),
      ...(isOnOne && { scope: isForAll ? ('all' as const) : ('this' as const) }),
      ...(hours !== null && { hours }),
    },
  }
}

function opens({ may }: RoleOnOffer, { type, action }: DoorOf): boolean {
  const given = actionsOn(may, type) ?? []
  return given.includes('*') || (action === undefined ? given.length > 0 : given.includes(action))
}
