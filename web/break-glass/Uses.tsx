import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useMoments } from '../shell/moments.ts'
import { Section } from '../shell/Section.tsx'
import type { Use } from './use-own-glass.ts'

/** When the glass was broken, by whom and why, newest first. What lasts still is ended by the notice on every page. */
export function Uses({ uses }: { uses: Use[] }) {
  const { t } = useTranslation()
  return (
    <Section title={t('breakGlass.uses')}>
      {uses.length === 0 ? (
        <Text size="sm">{t('breakGlass.noUses')}</Text>
      ) : (
        <ul className="plain-list" aria-label={t('breakGlass.uses')}>
          {uses.map((use) => (
            <Line key={use.id} use={use} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function Line({ use }: { use: Use }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const { user, reason, startedAt, endsAt, endedAt, endedBy } = use
  const ended = endedBy && endedAt && { name: endedBy.name, date: moments.time(endedAt) }
  return (
    <li>
      <Text size="sm" fw={600} lineClamp={2}>
        <bdi>{user.name}</bdi>
      </Text>
      <Text size="sm" dir="auto">
        {reason}
      </Text>
      <Text size="sm" c="dimmed">
        {t('breakGlass.until', { from: moments.time(startedAt), until: moments.time(endsAt) })}
        {ended && <bdi> · {t('breakGlass.overBy', ended)}</bdi>}
      </Text>
    </li>
  )
}
