import { groups } from '../../contract/groups.ts'
import { useReplies } from '../data.ts'
import { useMay } from '../workspaces/here.ts'

/** Which of these groups the identity provider fills, so that nobody is put into them or taken out of them here; as far as the reader may see groups. */
export function useManagedGroups(some: readonly { id: string }[]): ReadonlySet<string> {
  const may = useMay()
  const asked = some.map(({ id }) => ({ params: { userGroupId: id } }))
  const replies = useReplies(groups.get, asked, { enabled: may(groups.get) })
  const managed = replies.flatMap((reply) => (reply?.userGroup.managed ? [reply.userGroup.id] : []))
  return new Set(managed)
}
