import { Badge, Button, Code, Group, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../contract/endpoint.ts'
import { provisioning } from '../../contract/provisioning.ts'
import { useCall, useReply } from '../data.ts'
import { Confirm } from '../shell/Confirm.tsx'
import { MayButton } from '../shell/MayButton.tsx'
import { useMoments } from '../shell/moments.ts'
import { Notice } from '../shell/Notice.tsx'
import { usePlanRefusal } from '../shell/PlanNotice.tsx'
import { Section } from '../shell/Section.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { Waiting } from '../shell/Waiting.tsx'
import { isExpired } from '../tokens/expiry.ts'
import { NewScimToken } from './NewScimToken.tsx'

type ScimToken = Reply<typeof provisioning.listTokens>['tokens'][number]

/** The tokens that the identity provider proves itself with: made, and revoked. */
export function ScimTokens() {
  const { t } = useTranslation()
  const list = useReply(provisioning.listTokens, {})
  const { asked, ask, close } = useAsked<'new' | ScimToken>()
  const working = (list.data?.tokens ?? []).filter(({ expiresAt }) => !isExpired(expiresAt))
  return (
    <Section title={t('provisioning.tokens.title')} lead={t('provisioning.tokens.lead')}>
      <Waiting on={list}>
        {({ tokens }) =>
          tokens.length === 0 ? (
            <Text size="sm">{t('provisioning.tokens.none')}</Text>
          ) : (
            <ul className="plain-list" aria-label={t('provisioning.tokens.title')}>
              {tokens.map((token) => (
                <Line key={token.id} token={token} onRevoke={() => ask(token)} />
              ))}
            </ul>
          )
        }
      </Waiting>
      <div>
        <MayButton
          call={provisioning.createToken}
          refusal={usePlanRefusal('scim')}
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => ask('new')}
        >
          {t('provisioning.tokens.create')}
        </MayButton>
      </div>
      {asked === 'new' && <NewScimToken onClose={close} />}
      {asked !== null && asked !== 'new' && (
        <Revoke token={asked} isLast={working.length === 1 && working[0]?.id === asked.id} onClose={close} />
      )}
    </Section>
  )
}

function Line({ token, onRevoke }: { token: ScimToken; onRevoke: () => void }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const { description, hint, createdBy, createdAt, expiresAt, lastUsedAt } = token
  const used = lastUsedAt ? moments.time(lastUsedAt) : t('common.never')
  return (
    <li>
      <Group justify="space-between" align="start" gap="sm">
        <Stack gap={2} className="sync-token">
          <Text size="sm" fw={600} lineClamp={3}>
            <bdi>{description}</bdi>
          </Text>
          <div>
            <Code>cvd_…{hint}</Code>
          </div>
          <Text size="sm" c="dimmed">
            <bdi>
              {t('provisioning.tokens.facts', { name: createdBy.name, date: moments.day(createdAt) })}
            </bdi>
            {createdBy.gone && ` (${t('provisioning.tokens.gone')})`}
          </Text>
          <Text size="sm" c="dimmed">
            {t('provisioning.tokens.used', { date: used })} · <Ends expiresAt={expiresAt} />
          </Text>
        </Stack>
        <Button
          size="xs"
          variant="default"
          aria-label={t('provisioning.tokens.revokeOf', { name: description })}
          onClick={onRevoke}
        >
          {t('provisioning.tokens.revoke')}
        </Button>
      </Group>
    </li>
  )
}

function Ends({ expiresAt }: { expiresAt: string | null }) {
  const { t } = useTranslation()
  const moments = useMoments()
  if (expiresAt === null) return t('provisioning.tokens.noEnd')
  const date = moments.day(expiresAt)
  if (!isExpired(expiresAt)) return t('provisioning.tokens.until', { date })
  return (
    <Badge component="span" size="sm" variant="outline" color="red" c="var(--mantine-color-error)">
      {t('provisioning.tokens.expired', { date })}
    </Badge>
  )
}

function Revoke({ token, isLast, onClose }: { token: ScimToken; isLast: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const revoke = useCall(provisioning.revokeToken)
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={t('provisioning.tokens.revokeTitle', { name: token.description })}
      text={t('provisioning.tokens.revokeText')}
      submit={t('provisioning.tokens.revokeSubmit')}
      call={revoke}
      onConfirm={() => revoke.mutate({ params: { scimTokenId: token.id } }, { onSuccess: onClose })}
    >
      {isLast && (
        <Notice isWarning title={t('provisioning.tokens.lastTitle')}>
          {t('provisioning.tokens.lastText')}
        </Notice>
      )}
    </Confirm>
  )
}
