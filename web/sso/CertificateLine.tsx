import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Until } from './ConnectionFacts.tsx'
import type { Certificate } from './place.ts'

/** What a certificate is known by, and until when it is good. */
export function CertificateLine({
  certificate: { subject, fingerprint, notAfter },
}: {
  certificate: Certificate
}) {
  const { t } = useTranslation()
  return (
    <div className="sso-who">
      <Text size="sm" fw={600} className="sso-name">
        <bdi>{subject}</bdi> <Until moment={notAfter} />
      </Text>
      <Text size="xs" c="dimmed" className="sso-name">
        {t('connections.saml.fingerprint', { fingerprint })}
      </Text>
    </div>
  )
}
