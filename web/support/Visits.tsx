import { Badge, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useMoments } from '../shell/moments.ts'
import { now } from '../shell/now.ts'
import type { Access } from './Granted.tsx'

type Visit = Access['visits'][number]

interface Given {
  visits: Visit[]
  /** What is said where nobody came. */
  none: string
  /** Whether the access is over that they came by. */
  isOver?: boolean
}

/** Who came in, why, and when, newest first. */
export function Visits({ visits, none, isOver = false }: Given) {
  const { t } = useTranslation()
  if (visits.length === 0) return <Text size="sm">{none}</Text>
  return (
    <ul className="plain-list" aria-label={t('support.visits')}>
      {visits.map((visit) => (
        <Line key={visit.id} visit={visit} isOver={isOver} />
      ))}
    </ul>
  )
}

function Line({ visit, isOver }: { visit: Visit; isOver: boolean }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const { staffName, staffEmail, reason, at, lastUsedAt, endsAt } = visit
  const lasts = Date.parse(endsAt) > now()
  const isIn = lasts && !isOver
  const end = { date: moments.short(endsAt) }
  return (
    <li>
      <Text size="sm" fw={600} lineClamp={2}>
        <bdi>{staffName}</bdi>{' '}
        {isIn && (
          <Badge component="span" size="sm" variant="outline" color="orange" c="var(--mantine-color-text)">
            {t('support.isIn')}
          </Badge>
        )}
      </Text>
      <Text size="sm" c="dimmed">
        {staffEmail}
      </Text>
      <Text size="sm" dir="auto">
        {reason}
      </Text>
      <Text size="sm" c="dimmed">
        {t('support.visitAt', { date: moments.time(at) })} ·{' '}
        {t('support.lastUsed', { date: moments.short(lastUsedAt) })}
        {isIn && ` · ${t('support.visitUntil', end)}`}
        {!lasts && ` · ${t('support.visitEnded', end)}`}
      </Text>
    </li>
  )
}
