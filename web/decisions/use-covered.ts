import { resources } from '../../contract/resources.ts'
import { useReply } from '../data.ts'
import { covers, type Found, isOnAll, type OnType } from './access.ts'

/** So many resources of a type are looked at one by one; of more, the number is not said. */
const COUNTED_MAX = 1_000
const none: readonly Found[] = []

/** Of the resources of one type: how many roles cover at present, and the names of them where they are not all. */
export interface Covered {
  count: number
  /** There are too many to count. */
  isAtLeast: boolean
  isAll: boolean
  names: string[]
}

/** What somebody's roles cover at present: those that they may change, or those that they may only read. Null until it is known. */
export function useCovered({ type, admin, readOnly }: OnType, kind: 'admin' | 'readOnly'): Covered | null {
  const roles = kind === 'admin' ? admin : readOnly
  const isAll = isOnAll(roles) && (kind === 'admin' || admin.length === 0)
  const isCounted = type.type !== 'WORKSPACE'
  const parentType = isAll ? null : type.parent
  const count = isAll ? 1 : COUNTED_MAX
  const own = useReply(
    resources.list,
    { query: { type: type.type, pagination: { count } } },
    { enabled: isCounted },
  )
  const above = useReply(
    resources.list,
    { query: { type: parentType ?? type.type, pagination: { count: COUNTED_MAX } } },
    { enabled: isCounted && parentType !== null },
  )
  if (!own.data || (parentType !== null && !above.data)) return null

  const { resources: some, pagination } = own.data
  const total = pagination.totalEntries ?? some.length
  if (isAll) return { count: total, isAtLeast: false, isAll, names: [] }
  const parents = new Map((above.data?.resources ?? none).map((one) => [one.id, one]))
  const covered = some.filter(
    (one) => covers(roles, one, parents) && (kind === 'admin' || !covers(admin, one, parents)),
  )
  return {
    count: covered.length,
    isAtLeast: total > some.length,
    isAll: false,
    names: covered.map(({ name }) => name),
  }
}
