import { useDebouncedValue } from '@mantine/hooks'
import { groups } from '../../contract/groups.ts'
import { useReply } from '../data.ts'

const WAIT_MS = 200
const FOUND_MAX = 20

/** The first groups by name that match what is typed. */
export function useFoundGroups(typed: string) {
  const [search] = useDebouncedValue(typed.trim(), WAIT_MS)
  const query = { ...(search && { search }), sort: 'name' as const, pagination: { count: FOUND_MAX } }
  return useReply(groups.list, { query }, { keep: true }).data?.userGroups ?? []
}
