import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useMoments } from '../shell/moments.ts'
import { Section } from '../shell/Section.tsx'
import type { Access } from './Granted.tsx'
import { Visits } from './Visits.tsx'

/** When the support staff was let in before, and who came then. */
export function Before({ all }: { all: Access[] }) {
  const { t } = useTranslation()
  return (
    <Section title={t('support.before')}>
      {all.length === 0 ? (
        <Text size="sm">{t('support.none')}</Text>
      ) : (
        <ul className="plain-list" aria-label={t('support.before')}>
          {all.map((access) => (
            <li key={access.id}>
              <Over access={access} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Over({ access }: { access: Access }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const { grantedBy, grantedAt, endedAt, endsAt, endedBecause, visits } = access
  const because = endedBecause && t(`support.because.${endedBecause}`)
  return (
    <details>
      <summary>
        <Text component="span" size="sm" fw={600}>
          {t('support.fromUntil', { from: moments.time(grantedAt), until: moments.time(endedAt ?? endsAt) })}
        </Text>
        <Text component="span" display="block" size="sm" c="dimmed">
          {t('support.grantedBy')} <bdi>{grantedBy.name}</bdi> · {because && `${because} · `}
          {t('support.visitCount', { count: visits.length })}
        </Text>
      </summary>
      <Visits visits={visits} none={t('support.noVisitsThen')} isOver />
    </details>
  )
}
