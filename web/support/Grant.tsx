import { Anchor, Group, List, NativeSelect, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { support } from '../../contract/support.ts'
import { useCall } from '../data.ts'
import { MayButton } from '../shell/MayButton.tsx'
import { useMoments } from '../shell/moments.ts'
import { Notice } from '../shell/Notice.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { fromNow, useMinutes } from '../shell/use-clock.ts'
import { useHere } from '../workspaces/here.ts'

const DAYS = [1, 2, 3, 4, 5, 6, 7]
const DAY_MS = 86_400_000
const meanings = ['whatRights', 'whatNot', 'whatWritten', 'whatTold', 'whatEnds'] as const

/** While nobody is let in: what it would mean, and how it is granted, or why it cannot be. */
export function Grant({ isUnavailable }: { isUnavailable: boolean }) {
  const { t } = useTranslation()
  return (
    <Section title={t('support.grantTitle')} lead={t('support.isOff')}>
      <List size="sm" spacing={4} aria-label={t('support.what')}>
        {meanings.map((meaning) => (
          <List.Item key={meaning}>{t(`support.${meaning}`)}</List.Item>
        ))}
      </List>
      {isUnavailable ? <Unavailable /> : <Term />}
    </Section>
  )
}

function Term() {
  const { t } = useTranslation()
  const moments = useMoments()
  const [days, setDays] = useState(1)
  const grant = useCall(support.grant)
  useMinutes()
  return (
    <>
      <Group align="end" gap="sm">
        <NativeSelect
          label={t('support.days')}
          value={String(days)}
          data={DAYS.map((count) => ({ value: String(count), label: t('support.daysOf', { count }) }))}
          onChange={(event) => setDays(Number(event.currentTarget.value))}
        />
        <MayButton
          call={support.grant}
          loading={grant.isPending}
          onClick={() => grant.mutate({ body: { days } })}
        >
          {t('support.grant')}
        </MayButton>
      </Group>
      <Text size="sm" c="dimmed" role="status">
        {t('support.wouldEnd', { date: moments.time(fromNow(days * DAY_MS)) })}
      </Text>
      <Refusal error={grant.error} />
    </>
  )
}

function Unavailable() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const to = `/w/${workspace.slug}/access/authentication/rules`
  return (
    <Notice isWarning title={t('support.unavailable')}>
      {t('support.unavailableText')}{' '}
      <Anchor size="sm" renderRoot={(props) => <Link to={to} {...props} />}>
        {t('support.toRules')}
      </Anchor>
    </Notice>
  )
}
