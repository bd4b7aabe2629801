import { Anchor, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Copied } from '../shell/Copied.tsx'
import { Section } from '../shell/Section.tsx'
import type { Connection } from './place.ts'

/** What is done at the identity provider, and what has to be copied there. */
export function IdpGuide({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const { kind, provider } = connection
  const guide = t(`connections.idp.${kind}.${provider}`).split('\n')
  return (
    <Section title={t('connections.idp.title')}>
      <ToCopy connection={connection} />
      <ol className="sso-guide">
        {guide.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
    </Section>
  )
}

/** The addresses and names of a connection that the identity provider asks for. */
export function ToCopy({ connection: { kind, copy } }: { connection: Connection }) {
  const { t } = useTranslation()
  return (
    <Stack gap="sm">
      {copy.acsUrl && <Copied label={t('connections.idp.acsUrl')} value={copy.acsUrl} />}
      {copy.entityId && <Copied label={t('connections.idp.entityId')} value={copy.entityId} />}
      {copy.redirectUri && <Copied label={t('connections.idp.redirectUri')} value={copy.redirectUri} />}
      <Copied label={t('connections.idp.startUrl')} value={copy.startUrl} />
      {kind === 'saml' ? (
        <>
          <Text size="sm">
            <b>{t('connections.idp.attributes')}:</b> {t('connections.idp.attributesText')}{' '}
            {t('connections.idp.nameId')}
          </Text>
          {copy.metadataUrl && (
            <Text size="sm">
              {t('connections.idp.metadataText')}{' '}
              <Anchor href={copy.metadataUrl} download="claviger-metadata.xml">
                {t('connections.idp.metadataDownload')}
              </Anchor>
            </Text>
          )}
        </>
      ) : (
        <Text size="sm">{t('connections.idp.scopes')}</Text>
      )}
    </Stack>
  )
}
