import { Button, FileButton, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { useCall } from '../data.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { CertificateLine } from './CertificateLine.tsx'
import { Fact } from './ConnectionFacts.tsx'
import type { Connection } from './place.ts'

const XML_MAX = 262_144

type Saml = NonNullable<Connection['saml']>
type Metadata = Reply<typeof connections.readMetadata>['metadata']

/** Reads what the metadata of an identity provider says, shows it, and takes it over when it is told to. */
export function SamlMetadata({ connection, saml }: { connection: Connection; saml: Saml }) {
  const { t } = useTranslation()
  const read = useCall(connections.readMetadata)
  const [url, setUrl] = useState('')
  const [xml, setXml] = useState('')
  const [isTooLarge, setTooLarge] = useState(false)
  const send = (event: FormEvent) => {
    event.preventDefault()
    const text = xml.trim()
    read.mutate({ body: text ? { xml: text } : { url: url.trim() } })
  }
  const load = async (file: File | null) => {
    setTooLarge(file !== null && file.size > XML_MAX)
    if (!file || file.size > XML_MAX) return
    const text = await file.text()
    setXml(text)
    read.mutate({ body: { xml: text } })
  }
  const isEmpty = url.trim() === '' && xml.trim() === ''
  return (
    <Section title={t('connections.saml.metadataTitle')} lead={t('connections.saml.metadataLead')}>
      <form noValidate onSubmit={send}>
        <Stack gap="sm">
          <TextInput
            type="url"
            label={t('connections.saml.url')}
            placeholder="https://"
            autoComplete="off"
            value={url}
            disabled={xml.trim() !== ''}
            onChange={({ currentTarget }) => setUrl(currentTarget.value)}
          />
          <Textarea
            label={t('connections.saml.xml')}
            rows={4}
            spellCheck={false}
            value={xml}
            error={isTooLarge && t('connections.saml.tooLarge')}
            onChange={({ currentTarget }) => setXml(currentTarget.value)}
          />
          <Group gap="sm">
            <Button type="submit" disabled={isEmpty} loading={read.isPending}>
              {t('connections.saml.read')}
            </Button>
            <FileButton onChange={(file) => void load(file)} accept=".xml,application/xml,text/xml">
              {(props) => (
                <Button variant="default" {...props}>
                  {t('connections.saml.upload')}
                </Button>
              )}
            </FileButton>
          </Group>
          <Refusal error={read.error} />
        </Stack>
      </form>
      {read.data && <Found connection={connection} saml={saml} metadata={read.data.metadata} />}
    </Section>
  )
}

interface Given {
  connection: Connection
  saml: Saml
  metadata: Metadata
}

function Found({ connection, saml, metadata }: Given) {
  const { t } = useTranslation()
  const save = useCall(connections.modify)
  const { entityId, ssoUrl, certificates } = metadata
  const take = () => {
    // While a provider changes its certificate, the old one goes on being good.
    const kept = connection.isActive && saml.entityId === entityId ? saml.certificates : []
    const pems = [...new Set([...kept, ...certificates].map(({ pem }) => pem))]
    const body = { saml: { entityId, ...(ssoUrl === null ? {} : { ssoUrl }), certificates: pems } }
    save.mutate({ params: { connectionId: connection.id }, body })
  }
  return (
    <Stack gap="sm" role="region" aria-label={t('connections.saml.found')}>
      <dl className="sso-facts">
        <Fact name={t('connections.saml.entityId')}>{entityId}</Fact>
        <Fact name={t('connections.saml.ssoUrl')}>{ssoUrl ?? t('connections.saml.foundNone')}</Fact>
      </dl>
      <ul className="sso-exempt" aria-label={t('connections.saml.certificates')}>
        {certificates.map((one) => (
          <li key={one.fingerprint}>
            <CertificateLine certificate={one} />
          </li>
        ))}
      </ul>
      {certificates.length === 0 && <Text size="sm">{t('connections.saml.certificatesNone')}</Text>}
      <Refusal error={save.error} />
      <Group gap="sm">
        <Button loading={save.isPending} onClick={take}>
          {t('connections.saml.take')}
        </Button>
        <span role="status">{save.isSuccess && t('common.saved')}</span>
      </Group>
    </Stack>
  )
}
