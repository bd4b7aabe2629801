import { useDebouncedValue } from '@mantine/hooks'
import { members } from '../../contract/members.ts'
import { useReply } from '../data.ts'
import { useMay } from '../workspaces/here.ts'

const WAIT_MS = 200
const FOUND_MAX = 20

/** Members by what is typed of their name or e-mail address, as options of a field. What is chosen stands in the field, too: that is nothing to search for. */
export function useMemberOptions(typed: string, chosenName?: string): { value: string; label: string }[] {
  const may = useMay()
  const [search] = useDebouncedValue(typed.trim(), WAIT_MS)
  const query = {
    ...(search && search !== chosenName && { search }),
    sort: 'name' as const,
    pagination: { count: FOUND_MAX },
  }
  const found = useReply(members.directory, { query }, { keep: true, enabled: may(members.directory) })
  return (found.data?.users ?? []).map(({ id, name, email }) => ({
    value: id,
    label: name === email ? name : `${name} (${email})`,
  }))
}
