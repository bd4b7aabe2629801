import { PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import { useCall } from '../data.ts'
import { SaveRow } from '../shell/SaveRow.tsx'
import { Section } from '../shell/Section.tsx'
import { useNeededRule } from '../sign-in/rules.ts'
import type { Connection } from './place.ts'

type Oidc = NonNullable<Connection['oidc']>

/** What is known of an OpenID provider. */
export function OidcForm({ connection, oidc }: { connection: Connection; oidc: Oidc }) {
  const { t } = useTranslation()
  const save = useCall(connections.modify)
  const needed = useNeededRule()
  const isGoogle = connection.provider === 'google'
  const isEntra = connection.provider === 'entra'
  const { issuer, clientId, tenantId, hasSecret } = oidc
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { issuer: issuer ?? '', clientId: clientId ?? '', secret: '', tenantId: tenantId ?? '' },
    validate: { issuer: needed, clientId: needed, secret: hasSecret ? () => null : needed },
  })
  const send = (typed: typeof form.values) => {
    const given = {
      ...(isGoogle ? {} : { issuer: typed.issuer.trim() }),
      clientId: typed.clientId.trim(),
      ...(typed.secret ? { clientSecret: typed.secret } : {}),
      ...(isEntra ? { tenantId: typed.tenantId.trim() || null } : {}),
    }
    save.mutate(
      { params: { connectionId: connection.id }, body: { oidc: given } },
      { onSuccess: () => form.setFieldValue('secret', '') },
    )
  }
  return (
    <Section title={t('connections.oidc.title')}>
      <form noValidate onSubmit={form.onSubmit(send)}>
        <Stack gap="sm">
          <TextInput
            type="url"
            label={t('connections.oidc.issuer')}
            description={t('connections.oidc.issuerText')}
            autoComplete="off"
            readOnly={isGoogle}
            {...form.getInputProps('issuer')}
          />
          <TextInput
            label={t('connections.oidc.clientId')}
            autoComplete="off"
            {...form.getInputProps('clientId')}
          />
          <PasswordInput
            label={t('connections.oidc.secret')}
            description={hasSecret && t('connections.oidc.secretKept')}
            autoComplete="off"
            {...form.getInputProps('secret')}
          />
          {isEntra && (
            <TextInput
              label={t('connections.oidc.tenant')}
              description={t('connections.oidc.tenantText')}
              autoComplete="off"
              {...form.getInputProps('tenantId')}
            />
          )}
          <SaveRow text={t('connections.oidc.save')} save={save} />
        </Stack>
      </form>
    </Section>
  )
}
