import { Badge, Button, Group, Select, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import { domains } from '../../contract/domains.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { useCall, useReply } from '../data.ts'
import { Confirm } from '../shell/Confirm.tsx'
import { Copied } from '../shell/Copied.tsx'
import { useMoments } from '../shell/moments.ts'
import { Notice } from '../shell/Notice.tsx'
import { daysUntil } from '../shell/now.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { usePlace } from './place.ts'

export type Domain = Reply<typeof domains.list>['domains'][number]

/** One domain: whether it is proved, how it is proved, and by which connection its people sign in. */
export function DomainCard({ domain }: { domain: Domain }) {
  const { t } = useTranslation()
  const { asked, ask, close } = useAsked<'remove'>()
  const remove = useCall(domains.delete)
  const { isLink } = usePlace()
  const name = domain.domain
  return (
    <Section title={name} aside={<Status domain={domain} />}>
      {domain.status === 'verified' ? <Verified domain={domain} /> : <Proofs domain={domain} />}
      <ByConnection domain={domain} />
      {!isLink && (
        <div>
          <Button
            variant="default"
            size="xs"
            aria-label={t('sso.domains.remove', { domain: name })}
            onClick={() => ask('remove')}
          >
            {t('common.remove')}
          </Button>
        </div>
      )}
      <Confirm
        isOpen={asked === 'remove'}
        onClose={close}
        title={t('sso.domains.removeTitle', { domain: name })}
        text={t('sso.domains.removeText')}
        submit={t('sso.domains.removeSubmit')}
        call={remove}
        onConfirm={() => remove.mutate({ params: { domainId: domain.id } })}
      />
    </Section>
  )
}

function Status({ domain: { status, tokenExpiresAt } }: { domain: Domain }) {
  const { t } = useTranslation()
  if (status === 'verified')
    return (
      <Badge variant="outline" color="green" c="var(--mantine-color-text)">
        {t('sso.domains.verified')}
      </Badge>
    )
  if (status === 'expired')
    return (
      <Badge variant="outline" color="red" c="var(--mantine-color-error)">
        {t('sso.domains.expired')}
      </Badge>
    )
  return <Badge variant="default">{t('sso.domains.pending', { count: daysUntil(tokenExpiresAt) })}</Badge>
}

function Verified({ domain: { verifiedAt, verifiedBy, lastCheck } }: { domain: Domain }) {
  const { t } = useTranslation()
  const moments = useMoments()
  return (
    <>
      {verifiedAt && verifiedBy && (
        <Text size="sm">{t(`sso.domains.verifiedBy.${verifiedBy}`, { date: moments.day(verifiedAt) })}</Text>
      )}
      {lastCheck?.found === false && (
        <Notice isWarning title={t('sso.domains.missingTitle')}>
          {t('sso.domains.missingText')}
        </Notice>
      )}
    </>
  )
}

function Proofs({ domain }: { domain: Domain }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const params = { domainId: domain.id }
  const check = useCall(domains.check)
  const renew = useCall(domains.renew)
  if (domain.status === 'expired') {
    return (
      <Stack gap="sm" align="start">
        <Text size="sm">{t('sso.domains.renewText')}</Text>
        <Button loading={renew.isPending} onClick={() => renew.mutate({ params })}>
          {t('sso.domains.renew')}
        </Button>
        <Refusal error={renew.error} />
      </Stack>
    )
  }
  return (
    <Stack gap="md">
      <Text size="sm">{t('sso.domains.how')}</Text>
      <Proof title={t('sso.domains.dnsTitle')} text={t('sso.domains.dnsText', { domain: domain.domain })}>
        <Copied label={t('sso.domains.recordName')} value={domain.txt.name} />
        <Copied label={t('sso.domains.recordValue')} value={domain.txt.value} />
      </Proof>
      <Proof title={t('sso.domains.htmlTitle')} text={t('sso.domains.htmlText', { domain: domain.domain })}>
        <Copied label={t('sso.domains.metaTag')} value={domain.metaTag} />
      </Proof>
      <Group gap="sm">
        <Button loading={check.isPending} onClick={() => check.mutate({ params })}>
          {t('sso.domains.check')}
        </Button>
        <Text size="sm" c="dimmed">
          {t('sso.domains.until', { date: moments.day(domain.tokenExpiresAt) })}
        </Text>
      </Group>
      <Refusal error={check.error} />
      <LastCheck domain={domain} />
    </Stack>
  )
}

function Proof({ title, text, children }: { title: string; text: string; children: React.ReactNode }) {
  return (
    <Stack gap="xs">
      <Title order={3} size="h6">
        {title}
      </Title>
      <Text size="sm">{text}</Text>
      {children}
    </Stack>
  )
}

function LastCheck({ domain: { lastCheck } }: { domain: Domain }) {
  const { t } = useTranslation()
  const moments = useMoments()
  if (!lastCheck) return null
  const what = lastCheck.message ?? t('sso.domains.found')
  return (
    <Text size="sm" role="status">
      {t('sso.domains.checked', { date: moments.time(lastCheck.at), what })}
    </Text>
  )
}

function ByConnection({ domain }: { domain: Domain }) {
  const { t } = useTranslation()
  const list = useReply(connections.list, { query: {} }).data?.connections ?? []
  const modify = useCall(domains.modify)
  if (list.length < 2) return null
  return (
    <>
      <Select
        label={t('sso.domains.connection')}
        data={[
          { value: '', label: t('sso.domains.default') },
          ...list.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={domain.connectionId ?? ''}
        allowDeselect={false}
        disabled={modify.isPending}
        onChange={(id) =>
          modify.mutate({ params: { domainId: domain.id }, body: { connectionId: id || null } })
        }
        className="sso-find"
      />
      <Refusal error={modify.error} />
    </>
  )
}
