import { Button, Code, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import { useCall } from '../data.ts'
import { Confirm } from '../shell/Confirm.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { SaveRow } from '../shell/SaveRow.tsx'
import { Section } from '../shell/Section.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { useNeededRule } from '../sign-in/rules.ts'
import { ToCopy } from './IdpGuide.tsx'
import { OursForm } from './OursForm.tsx'
import { type Connection, usePlace } from './place.ts'

const NAME_MAX = 100

/** All that can be set of a connection after its set-up. */
export function ConnectionSettings({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const { isLink } = usePlace()
  return (
    <>
      <Name connection={connection} />
      <Section title={t('connections.idp.copyTitle')}>
        <ToCopy connection={connection} />
      </Section>
      <OursForm connection={connection} />
      {connection.saml && <SamlSwitches connection={connection} saml={connection.saml} />}
      {!isLink && <Delete connection={connection} />}
    </>
  )
}

function Name({ connection: { id, name } }: { connection: Connection }) {
  const { t } = useTranslation()
  const save = useCall(connections.modify)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name },
    validate: { name: useNeededRule() },
  })
  return (
    <Section title={t('connections.page.name')}>
      <form
        noValidate
        onSubmit={form.onSubmit((typed) =>
          save.mutate({ params: { connectionId: id }, body: { name: typed.name.trim() } }),
        )}
      >
        <Stack gap="sm">
          <TextInput
            label={t('connections.new.name')}
            description={t('connections.new.nameText')}
            maxLength={NAME_MAX}
            dir="auto"
            {...form.getInputProps('name')}
          />
          <SaveRow text={t('connections.page.rename')} save={save} variant="default" />
        </Stack>
      </form>
    </Section>
  )
}

type Saml = NonNullable<Connection['saml']>
type Switches = 'idpInitiated' | 'acceptSignedResponse' | 'acceptSha1' | 'encrypted'

function SamlSwitches({ connection, saml }: { connection: Connection; saml: Saml }) {
  const { t } = useTranslation()
  const save = useCall(connections.modify)
  const set = (what: Switches) => (event: { currentTarget: HTMLInputElement }) => {
    const body = { saml: { [what]: event.currentTarget.checked } }
    save.mutate({ params: { connectionId: connection.id }, body })
  }
  const given = { disabled: save.isPending }
  return (
    <Section title={t('connections.page.more')}>
      <Stack gap="md">
        <Switch
          {...given}
          label={t('connections.page.idpInitiated')}
          description={t('connections.page.idpInitiatedText')}
          checked={saml.idpInitiated}
          onChange={set('idpInitiated')}
        />
        <Switch
          {...given}
          label={t('connections.page.signedResponse')}
          description={t('connections.page.signedResponseText')}
          checked={saml.acceptSignedResponse}
          onChange={set('acceptSignedResponse')}
        />
        <Switch
          {...given}
          label={t('connections.page.sha1')}
          description={t('connections.page.sha1Text')}
          checked={saml.acceptSha1}
          onChange={set('acceptSha1')}
        />
        <Switch
          {...given}
          label={t('connections.page.encrypted')}
          description={t('connections.page.encryptedText')}
          checked={saml.encryptFor !== null}
          onChange={set('encrypted')}
        />
        {saml.encryptFor && (
          <div>
            <Text size="sm" fw={600}>
              {t('connections.page.encryptFor')}
            </Text>
            <Code block tabIndex={0} className="sso-pem">
              {saml.encryptFor.pem}
            </Code>
          </div>
        )}
        <Refusal error={save.error} />
        <span role="status">{save.isSuccess && t('common.saved')}</span>
      </Stack>
    </Section>
  )
}

function Delete({ connection: { id, name } }: { connection: Connection }) {
  const { t } = useTranslation()
  const { base } = usePlace()
  const navigate = useNavigate()
  const remove = useCall(connections.delete, { ends: true })
  const { asked, ask, close } = useAsked<'delete'>()
  return (
    <div>
      <Button variant="default" c="var(--mantine-color-error)" onClick={() => ask('delete')}>
        {t('connections.page.delete')}
      </Button>
      <Confirm
        isOpen={asked === 'delete'}
        onClose={close}
        title={t('connections.page.deleteTitle', { name })}
        text={t('connections.page.deleteText')}
        submit={t('connections.page.deleteSubmit')}
        call={remove}
        onConfirm={() =>
          remove.mutate({ params: { connectionId: id } }, { onSuccess: () => void navigate({ to: base }) })
        }
      />
    </div>
  )
}
