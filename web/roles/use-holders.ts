import { useQuery } from '@tanstack/react-query'
import { groups } from '../../contract/groups.ts'
import { members } from '../../contract/members.ts'
import { tokens } from '../../contract/tokens.ts'
import { useAsk, useReply } from '../data.ts'
import { useFeature, useHere, useMay } from '../workspaces/here.ts'

/** Somebody, or something, that holds a role. */
export interface Holder {
  id: string
  name: string
}

const PAGE = 1_000
/** So many pages of groups or tokens are looked through, and no more. */
const PAGES_MAX = 20

/** How many people hold a role, directly or through a group. */
export function useHolderCount(roleId: string) {
  const may = useMay()
  const query = { roleId, pagination: { count: 1 } }
  return useReply(members.directory, { query }, { enabled: may(members.directory) })
}

/** The groups that hold a role. There is no filter for it: all groups are looked through. */
export function useHoldingGroups(roleId: string) {
  const may = useMay()
  const has = useFeature()
  const ask = useAsk()
  const { workspace } = useHere()
  return useQuery({
    queryKey: [groups.list.route, 'holding', workspace.slug, roleId],
    queryFn: () =>
      allHolding(roleId, async (pagination) => {
        const { userGroups, pagination: info } = await ask(groups.list, { query: { pagination } })
        return { rows: userGroups, next: info.next }
      }),
    enabled: may(groups.list) && has('user-groups'),
  })
}

/** The API tokens that hold a role. */
export function useHoldingTokens(roleId: string) {
  const may = useMay()
  const ask = useAsk()
  const { workspace } = useHere()
  return useQuery({
    queryKey: [tokens.list.route, 'holding', workspace.slug, roleId],
    queryFn: () =>
      allHolding(roleId, async (pagination) => {
        const { tokens: found, pagination: info } = await ask(tokens.list, { query: { pagination } })
        return { rows: found.map((token) => ({ ...token, name: token.description })), next: info.next }
      }),
    enabled: may(tokens.list),
  })
}

interface Row extends Holder {
  permissions: { roleId: string }[]
}
type Load = (pagination: {
  count: number
  cursor?: string
}) => Promise<{ rows: Row[]; next?: string | undefined }>

async function allHolding(roleId: string, load: Load): Promise<Holder[]> {
  const found: Holder[] = []
  let cursor: string | undefined
  for (let page = 0; page < PAGES_MAX; page++) {
    const { rows, next } = await load(cursor === undefined ? { count: PAGE } : { count: PAGE, cursor })
    const holding = rows.filter(({ permissions }) => permissions.some((one) => one.roleId === roleId))
    found.push(...holding.map(({ id, name }) => ({ id, name })))
    if (next === undefined) break
    cursor = next
  }
  return found
}
