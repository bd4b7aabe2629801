import { Anchor, Stack, Switch, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { account } from '../../contract/account.ts'
import { members } from '../../contract/members.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { useCall, useReply } from '../data.ts'
import { Notice } from '../shell/Notice.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { useHere, useMay } from './here.ts'

/** Whether members need a second factor, and how many have none. */
export function RequireMfa() {
  const { t } = useTranslation()
  const { settings } = useHere().workspace
  const hasOwn = useReply(account.get, {}).data?.account.secondFactor ?? true
  const save = useCall(workspaces.modify)
  const requireMfa = save.isPending
    ? (save.variables.body.settings?.requireMfa ?? false)
    : settings.requireMfa
  const isBarred = !hasOwn && !settings.requireMfa
  return (
    <Section title={t('settings.mfa')}>
      <Stack gap="sm">
        <Switch
          label={t('settings.requireMfa')}
          description={t('settings.requireMfaText')}
          checked={requireMfa}
          disabled={isBarred || save.isPending}
          onChange={({ currentTarget }) =>
            save.mutate({ body: { settings: { requireMfa: currentTarget.checked } } })
          }
        />
        <Without />
        {isBarred && (
          <Notice isWarning title={t('settings.mfaFirst')}>
            {t('settings.mfaFirstText')}{' '}
            <Anchor size="sm" renderRoot={(props) => <Link to="/account/security" {...props} />}>
              {t('settings.mfaFirstLink')}
            </Anchor>
          </Notice>
        )}
        <Refusal error={save.error} />
        {save.isSuccess && (
          <Text size="sm" role="status">
            {t('common.saved')}
          </Text>
        )}
      </Stack>
    </Section>
  )
}

/** How many members the requirement would hold up. */
function Without() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const may = useMay()
  const query = { mfa: 'no' as const, pagination: { count: 1 } }
  const count = useReply(members.directory, { query }, { enabled: may(members.directory) }).data?.pagination
    .totalEntries
  if (count === undefined) return null
  if (count === 0) return <Text size="sm">{t('settings.withoutMfaNone')}</Text>
  return (
    <Text size="sm">
      {t('settings.withoutMfa', { count })}{' '}
      <Anchor
        size="sm"
        renderRoot={(props) => (
          <Link
            {...props}
            to="/w/$slug/access/users"
            params={{ slug: workspace.slug }}
            search={{ mfa: 'no' }}
          />
        )}
      >
        {t('settings.showThem')}
      </Anchor>
    </Text>
  )
}
