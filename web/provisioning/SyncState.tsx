import { Anchor, Badge, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Copied } from '../shell/Copied.tsx'
import { useMoments } from '../shell/moments.ts'
import { Notice } from '../shell/Notice.tsx'
import { Section } from '../shell/Section.tsx'
import { Fact } from '../sso/ConnectionFacts.tsx'
import { usePlace } from '../sso/place.ts'
import type { Provisioning } from './SyncPage.tsx'

/** Whether the identity provider is listened to, how much it manages, and the address that it calls. */
export function SyncState({ state }: { state: Provisioning }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const { baseUrl, managedUsers, managedGroups, hasConnection, lastRequestAt } = state
  return (
    <Section title={t('provisioning.title')} lead={t('provisioning.lead')}>
      {!hasConnection && <NoConnection />}
      <dl className="sso-facts">
        <Fact name={t('provisioning.state')}>
          <State state={state} />
        </Fact>
        <Fact name={t('provisioning.managed')}>
          {t('provisioning.users', { count: managedUsers })},{' '}
          {t('provisioning.groups', { count: managedGroups })}
        </Fact>
        <Fact name={t('provisioning.lastRequest')}>
          {lastRequestAt ? moments.time(lastRequestAt) : t('provisioning.noRequest')}
        </Fact>
      </dl>
      <Copied label={t('provisioning.baseUrl')} value={baseUrl} />
    </Section>
  )
}

function State({ state: { isOn, dryRun } }: { state: Provisioning }) {
  const { t } = useTranslation()
  const isTrying = isOn && dryRun
  const text = isTrying ? 'dryRunOnText' : isOn ? 'onText' : 'offText'
  return (
    <Group gap="xs">
      <Badge
        variant={isOn ? 'light' : 'default'}
        color={isTrying ? 'orange' : 'teal'}
        c="var(--mantine-color-text)"
      >
        {t(`provisioning.${isTrying ? 'dryRunOn' : isOn ? 'on' : 'off'}`)}
      </Badge>
      <Text span size="sm">
        {t(`provisioning.${text}`)}
      </Text>
    </Group>
  )
}

function NoConnection() {
  const { t } = useTranslation()
  const { base } = usePlace()
  return (
    <Notice isWarning title={t('provisioning.noConnectionTitle')}>
      <Stack gap={4} align="start">
        <Text size="sm">{t('provisioning.noConnectionText')}</Text>
        <Anchor size="sm" renderRoot={(props) => <Link to={base} {...props} />}>
          {t('provisioning.toConnections')}
        </Anchor>
      </Stack>
    </Notice>
  )
}
