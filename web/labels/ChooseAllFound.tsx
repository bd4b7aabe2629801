import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { resources } from '../../contract/resources.ts'
import { useAsk } from '../data.ts'
import type { Resource } from '../resources/ResourceList.tsx'
import { useAddress } from '../shell/addresses.ts'
import { Refusal } from '../shell/Refusal.tsx'
import type { ResourceType } from '../workspaces/here.ts'
import { useLabelFilter } from './LabelFilter.tsx'
import { PENDING_MAX } from './pending.ts'

const PAGE = 1_000

interface Given {
  type: ResourceType
  total: number
  chosenCount: number
  shownCount: number
  onChoose: (rows: Resource[]) => void
}

/** Where one page does not show all that was found: chooses all of it. */
export function ChooseAllFound({ type, total, chosenCount, shownCount, onChoose }: Given) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [{ q = '' }] = useAddress()
  const [labels] = useLabelFilter()
  const [loaded, setLoaded] = useState(0)
  const load = useMutation({
    mutationFn: async () => {
      const rows: Resource[] = []
      let cursor: string | undefined
      do {
        const pagination = { count: PAGE, ...(cursor !== undefined && { cursor }) }
        const query = {
          type: type.type,
          ...(q && { search: q }),
          ...(labels.length > 0 && { labels }),
          pagination,
        }
        const reply = await ask(resources.list, { query })
        rows.push(...reply.resources)
        setLoaded(rows.length)
        cursor = reply.pagination.next
      } while (cursor !== undefined && rows.length < PENDING_MAX)
      return rows
    },
    onSuccess: onChoose,
  })
  // First the page, then the rest: nobody chooses thousands by a slip.
  const isOffered = shownCount > 0 && chosenCount >= shownCount && chosenCount < total && total <= PENDING_MAX
  if (!isOffered && !load.isPending) return <Refusal error={load.error} />
  return (
    <Button size="xs" variant="default" disabled={load.isPending} onClick={() => load.mutate()}>
      {load.isPending
        ? t('labels.loaded', { count: loaded, total })
        : t('labels.chooseAllFound', { count: total })}
    </Button>
  )
}
