import { decisions } from '../../contract/decisions.ts'
import { groups } from '../../contract/groups.ts'
import { useReply } from '../data.ts'
import { useRoles } from '../grants/roles.ts'
import { useHere } from '../workspaces/here.ts'
import { type Access, accessOfGroup } from './access.ts'

export interface Subject {
  type: 'user' | 'token' | 'group'
  id: string
}

/** Everything that reaches somebody; of a group, what it gives to those who are in it. */
export function useAccess({ type, id }: Subject): {
  data: Access | undefined
  error: Error | null
  refetch: () => unknown
} {
  const { types } = useHere()
  const user = useReply(decisions.accessOfUser, { params: { userId: id } }, { enabled: type === 'user' })
  const token = useReply(decisions.accessOfToken, { params: { tokenId: id } }, { enabled: type === 'token' })
  const group = useReply(groups.get, { params: { userGroupId: id } }, { enabled: type === 'group' })
  const roles = useRoles()
  if (type !== 'group') return type === 'user' ? user : token
  const isThere = group.data && roles.data
  return {
    data: isThere && accessOfGroup(group.data.userGroup.permissions, roles.data.roles, types),
    error: group.error ?? roles.error,
    refetch: () => [group.refetch(), roles.refetch()],
  }
}
