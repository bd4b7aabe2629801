import { Code, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Fact } from '../sso/ConnectionFacts.tsx'
import { DeedLine } from './DeedLine.tsx'
import { useDeeds, useWhy } from './deeds.ts'
import { legible, outcomeOf, type ScimRequest } from './request.ts'

const MANY = 50

/** What a request did, or why it did nothing; what came, and what is needed to ask about it. */
export function RequestDetail({ request }: { request: ScimRequest }) {
  const { t } = useTranslation()
  const { token, requestId, sent, status } = request
  return (
    <>
      <Result request={request} />
      <dl className="sso-facts">
        <Fact name={t('provisioning.log.token')}>
          <bdi>{token.name}</bdi>
        </Fact>
        <Fact name={t('provisioning.log.status')}>{status}</Fact>
        <Fact name={t('provisioning.log.request')}>
          <Code>{requestId}</Code>
        </Fact>
      </dl>
      <div>
        <Text size="sm" fw={600}>
          {t('provisioning.log.sent')}
        </Text>
        {sent === null ? (
          <Text size="sm">{t('provisioning.log.noBody')}</Text>
        ) : (
          <Stack gap={4}>
            <Text size="xs" c="dimmed">
              {t('provisioning.log.sentText')}
            </Text>
            <Code block tabIndex={0} className="sync-sent">
              {legible(sent)}
            </Code>
          </Stack>
        )}
      </div>
    </>
  )
}

/** All that it did, or why it did nothing. */
function Result({ request }: { request: ScimRequest }) {
  const { t } = useTranslation()
  const deeds = useDeeds(request)
  const why = useWhy(request)
  const outcome = outcomeOf(request)
  if (outcome === 'refused') return <Told title={t('provisioning.log.refused')}>{why}</Told>
  if (deeds.length === 0) {
    const isTriedOut = request.dryRun && outcome === 'same'
    return (
      <Text size="sm">
        {t(`provisioning.log.${isTriedOut ? 'wouldNothing' : outcome === 'read' ? 'read' : 'same'}`)}
      </Text>
    )
  }
  return (
    <Told title={t(`provisioning.log.${outcome === 'would' ? 'would' : 'did'}`)}>
      <ul className="sync-deeds">
        {deeds.slice(0, MANY).map((parts, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what one request did has nothing but a place
          <li key={place}>
            <DeedLine parts={parts} />
          </li>
        ))}
        {deeds.length > MANY && <li>{t('list.more', { count: deeds.length - MANY })}</li>}
      </ul>
    </Told>
  )
}

function Told({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Text component="div" size="sm" style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </div>
  )
}
