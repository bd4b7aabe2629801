import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useMoments } from '../shell/moments.ts'
import { Notice } from '../shell/Notice.tsx'
import { useEnd } from '../shell/use-clock.ts'
import type { Here } from '../workspaces/here.ts'
import { LeaveVisit } from './LeaveVisit.tsx'

export type Visit = NonNullable<Here['me']['visit']>

/** On every page of a support visit: who is there, in whose name, and until when. */
export function VisitBanner({ visit: { staffName, ownerName, endsAt } }: { visit: Visit }) {
  const { t } = useTranslation()
  const moments = useMoments()
  useEnd(endsAt)
  return (
    <Notice isWarning title={t('support.visit.title', { name: staffName })}>
      <div className="row">
        <Text size="sm" style={{ flex: '1 1 280px' }}>
          {t('support.visit.text', { owner: ownerName, date: moments.time(endsAt) })}
        </Text>
        <LeaveVisit />
      </div>
    </Notice>
  )
}
