import { Badge, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMoments } from '../shell/moments.ts'
import { daysUntil } from '../shell/now.ts'
import type { Certificate, Connection } from './place.ts'

const SOON_DAYS = 30

/** When somebody last signed in by a connection, until when its certificates are good, and whose domains lead to it. */
export function ConnectionFacts({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const { lastUsedAt, saml, domains } = connection
  const listed = domains.map(({ domain, verified }) =>
    verified ? domain : t('connections.notVerified', { domain }),
  )
  return (
    <dl className="sso-facts">
      <Fact name={t('connections.lastUsed')}>
        {lastUsedAt ? moments.time(lastUsedAt) : t('common.never')}
      </Fact>
      {saml && (
        <Fact name={t('connections.certificate')}>
          <Expiry certificates={saml.certificates} />
        </Fact>
      )}
      <Fact name={t('connections.domains')}>{listed.join(', ') || t('connections.noDomains')}</Fact>
    </dl>
  )
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Expiry({ certificates }: { certificates: Certificate[] }) {
  const { t } = useTranslation()
  const last = certificates
    .map(({ notAfter }) => notAfter)
    .sort()
    .at(-1)
  return last === undefined ? t('connections.noCertificate') : <Until moment={last} />
}

/** Until when a certificate is good: marked where that is soon, or over. */
export function Until({ moment }: { moment: string }) {
  const { t } = useTranslation()
  const date = useMoments().day(moment)
  const days = daysUntil(moment)
  if (days === 0)
    return (
      <Badge variant="outline" color="red" c="var(--mantine-color-error)">
        {t('connections.certificateOver', { date })}
      </Badge>
    )
  if (days <= SOON_DAYS)
    return (
      <Badge variant="outline" color="orange" c="var(--mantine-color-text)">
        {t('connections.certificateSoon', { date })}
      </Badge>
    )
  return (
    <Text span size="sm">
      {t('connections.certificateUntil', { date })}
    </Text>
  )
}
