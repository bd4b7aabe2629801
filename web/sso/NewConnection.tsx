import { Button, Group, Radio, Stack, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import { useCall } from '../data.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { useNeededRule } from '../sign-in/rules.ts'
import { ProviderIcon } from './ProviderIcon.tsx'
import { type Connection, type ProviderName, pageOf, providers, usePlace } from './place.ts'
import { Steps } from './Steps.tsx'

const NAME_MAX = 100

/** Chooses the identity provider, and makes the connection: its addresses are needed there. */
export function NewConnection() {
  const { t } = useTranslation()
  const place = usePlace()
  const navigate = useNavigate()
  const create = useCall(connections.create)
  const [provider, setProvider] = useState<ProviderName>('okta')
  const [kind, setKind] = useState<Connection['kind']>('saml')
  const [typed, setTyped] = useState<string | null>(null)
  const [isChecked, setChecked] = useState(false)
  const name = typed ?? t(`connections.provider.${provider}`)
  const fault = useNeededRule()(name)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (fault) return document.getElementById('connection-name')?.focus()
    create.mutate(
      { body: { name: name.trim(), kind, provider } },
      {
        onSuccess: ({ connection }) =>
          void navigate({ to: pageOf(place, connection.id), search: { step: 'idp' } }),
      },
    )
  }
  return (
    <Stack gap="lg" maw={760}>
      <Steps at="choose" />
      <Section title={t('connections.new.provider')}>
        <form noValidate onSubmit={send}>
          <Stack gap="lg">
            <Radio.Group
              aria-label={t('connections.new.provider')}
              value={provider}
              onChange={(value) => setProvider(providers.find((one) => one === value) ?? 'other')}
            >
              <Stack gap="xs">
                {providers.map((one) => (
                  <Group key={one} gap="sm" wrap="nowrap">
                    <ProviderIcon provider={one} />
                    <Radio value={one} label={t(`connections.provider.${one}`)} />
                  </Group>
                ))}
              </Stack>
            </Radio.Group>
            <Radio.Group
              label={t('connections.new.kind')}
              description={t('connections.new.kindText')}
              value={kind}
              onChange={(value) => setKind(value === 'oidc' ? 'oidc' : 'saml')}
            >
              <Group mt="xs">
                <Radio value="saml" label={t('connections.kind.saml')} />
                <Radio value="oidc" label={t('connections.kind.oidc')} />
              </Group>
            </Radio.Group>
            <TextInput
              id="connection-name"
              label={t('connections.new.name')}
              description={t('connections.new.nameText')}
              maxLength={NAME_MAX}
              dir="auto"
              value={name}
              error={isChecked && fault}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            />
            <Refusal error={create.error} />
            <Group justify="end">
              <Button type="submit" loading={create.isPending}>
                {t('connections.new.submit')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Section>
    </Stack>
  )
}
