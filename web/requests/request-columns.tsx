import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Column } from '../shell/Listing.tsx'
import { useMoments } from '../shell/moments.ts'
import type { AccessRequest } from './request.ts'
import { StateBadge } from './StateBadge.tsx'
import { ThingLines } from './ThingLines.tsx'

/** What every list of requests shows of one. `isLinked`: whether its resource leads to its page. */
export function useRequestColumns({ isLinked = false } = {}): Column<AccessRequest>[] {
  const { t } = useTranslation()
  const moments = useMoments()
  return [
    {
      id: 'what',
      title: t('requests.what'),
      cell: (row) => <ThingLines request={row} isLinked={isLinked} />,
    },
    {
      id: 'message',
      title: t('requests.message'),
      cell: ({ message }) => (
        <Text size="sm" dir="auto" lineClamp={3}>
          {message}
        </Text>
      ),
    },
    {
      id: 'asked',
      title: t('requests.asked'),
      cell: ({ createdAt }) => <Text size="sm">{moments.short(createdAt)}</Text>,
    },
    { id: 'state', title: t('requests.state'), cell: ({ state }) => <StateBadge state={state} /> },
  ]
}
