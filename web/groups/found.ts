import { useDebouncedValue } from '@mantine/hooks'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { useReply } from '../data.ts'
import { useMay } from '../workspaces/here.ts'

const PEOPLE = 8
const INVITED = 4
const WAIT_MS = 200

/** Somebody who can be in a group: a member, or one who is invited and has not accepted yet. */
export interface Someone {
  /** By which groups take them. */
  email: string
  name: string
  isInvited: boolean
}

/** Somebody who was found, and whether they are in the group already. */
export interface Found extends Someone {
  isHere: boolean
}

/** The people whose name or address has this text in it: members, then pending invitees. `groupId` is the group that they are looked for. */
export function useFoundPeople(typed: string, groupId?: string) {
  const may = useMay()
  const [search] = useDebouncedValue(typed.trim(), WAIT_MS)
  const query = { search, sort: 'name', pagination: { count: PEOPLE } } as const
  const all = useReply(members.directory, { query }, { keep: true, enabled: may(members.directory) })
  const here = useReply(
    members.directory,
    { query: groupId === undefined ? query : { ...query, groupId } },
    { keep: true, enabled: groupId !== undefined && may(members.directory) },
  )
  const invited = useReply(
    invites.listDetails,
    { query: { search, pagination: { count: INVITED } } },
    { keep: true, enabled: may(invites.listDetails) },
  )
  // Both lists are in the same order: who of the first found is in the group is among the first of the group.
  const hereIds = new Set(groupId === undefined ? [] : here.data?.users.map(({ id }) => id))
  const found: Found[] = [
    ...(all.data?.users ?? []).map(({ id, email, name }) => ({
      email,
      name,
      isInvited: false,
      isHere: hereIds.has(id),
    })),
    ...(invited.data?.invites ?? [])
      .filter(({ status }) => status === 'pending')
      .map((one) => ({
        email: one.email,
        name: one.name ?? one.email,
        isInvited: true,
        isHere: one.groups.some(({ id }) => id === groupId),
      })),
  ]
  const more = all.data?.pagination.next !== undefined || invited.data?.pagination.next !== undefined
  return { found, more, isWaiting: all.isFetching || invited.isFetching, error: all.error ?? invited.error }
}
