import { ActionIcon, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import { useCall } from '../data.ts'
import { Confirm } from '../shell/Confirm.tsx'
import { useMoments } from '../shell/moments.ts'
import { SaveRow } from '../shell/SaveRow.tsx'
import { Section } from '../shell/Section.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { CertificateLine } from './CertificateLine.tsx'
import type { Certificate, Connection } from './place.ts'

type Saml = NonNullable<Connection['saml']>

/** So much of a fingerprint tells certificates apart. */
const SHORT = 11

/** What is known of a SAML identity provider, by hand; and its certificates. */
export function SamlForm({ connection, saml }: { connection: Connection; saml: Saml }) {
  const { t } = useTranslation()
  const save = useCall(connections.modify)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { entityId: saml.entityId ?? '', ssoUrl: saml.ssoUrl ?? '', certificate: '' },
  })
  const send = ({ entityId, ssoUrl, certificate }: typeof form.values) => {
    const pems = saml.certificates.map(({ pem }) => pem)
    const given = {
      ...(entityId.trim() ? { entityId: entityId.trim() } : {}),
      ...(ssoUrl.trim() ? { ssoUrl: ssoUrl.trim() } : {}),
      ...(certificate.trim() ? { certificates: [...pems, certificate.trim()] } : {}),
    }
    save.mutate(
      { params: { connectionId: connection.id }, body: { saml: given } },
      { onSuccess: () => form.setFieldValue('certificate', '') },
    )
  }
  return (
    <Section title={t('connections.saml.byHand')} lead={t('connections.saml.byHandLead')}>
      <form noValidate onSubmit={form.onSubmit(send)}>
        <Stack gap="sm">
          <TextInput
            label={t('connections.saml.entityId')}
            autoComplete="off"
            {...form.getInputProps('entityId')}
          />
          <TextInput
            type="url"
            label={t('connections.saml.ssoUrl')}
            placeholder="https://"
            autoComplete="off"
            {...form.getInputProps('ssoUrl')}
          />
          <Certificates connection={connection} certificates={saml.certificates} />
          <Textarea
            label={t('connections.saml.certificate')}
            description={t('connections.saml.certificateText')}
            placeholder="-----BEGIN CERTIFICATE-----"
            rows={4}
            spellCheck={false}
            {...form.getInputProps('certificate')}
          />
          <SaveRow text={t('connections.saml.save')} save={save} />
        </Stack>
      </form>
    </Section>
  )
}

function Certificates({ connection, certificates }: { connection: Connection; certificates: Certificate[] }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const save = useCall(connections.modify)
  const { asked, ask, close } = useAsked<Certificate>()
  const remove = (gone: Certificate) => {
    const kept = certificates.filter(({ fingerprint }) => fingerprint !== gone.fingerprint)
    const body = { saml: { certificates: kept.map(({ pem }) => pem) } }
    save.mutate({ params: { connectionId: connection.id }, body }, { onSuccess: close })
  }
  if (certificates.length === 0) return <Text size="sm">{t('connections.saml.certificatesNone')}</Text>
  return (
    <>
      <ul className="sso-exempt" aria-label={t('connections.saml.certificates')}>
        {certificates.map((one) => (
          <li key={one.fingerprint}>
            <Group justify="space-between" wrap="nowrap">
              <CertificateLine certificate={one} />
              <ActionIcon
                variant="default"
                aria-label={t('connections.saml.remove', {
                  date: moments.day(one.notAfter),
                  // Two of them may be good until the same day.
                  fingerprint: one.fingerprint.slice(0, SHORT),
                })}
                onClick={() => ask(one)}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            </Group>
          </li>
        ))}
      </ul>
      <Confirm
        isOpen={asked !== null}
        onClose={close}
        title={t('connections.saml.removeTitle')}
        text={t('connections.saml.removeText')}
        submit={t('common.remove')}
        call={save}
        onConfirm={() => asked && remove(asked)}
      >
        {asked && <CertificateLine certificate={asked} />}
      </Confirm>
    </>
  )
}
