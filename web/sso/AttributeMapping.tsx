import { Autocomplete, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import { useCall, useReply } from '../data.ts'
import { SaveRow } from '../shell/SaveRow.tsx'
import { Section } from '../shell/Section.tsx'
import { useNeededRule } from '../sign-in/rules.ts'
import { Fact } from './ConnectionFacts.tsx'
import type { Connection } from './place.ts'

const WAIT_MS = 300

/** Where address, name and groups stand in what the provider says, tried out on its last genuine answer. */
export function AttributeMapping({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const save = useCall(connections.modify)
  const before = connection.attributes
  const [typed, setTyped] = useState({
    email: before.email,
    name: before.name ?? '',
    groups: before.groups ?? '',
  })
  const fault = useNeededRule()(typed.email)
  const attributes = {
    email: typed.email.trim() || before.email,
    name: typed.name.trim() || null,
    groups: typed.groups.trim() || null,
  }
  const [tried] = useDebouncedValue(attributes, WAIT_MS)
  const params = { connectionId: connection.id }
  const answer = useReply(
    connections.tryMapping,
    { params, body: { attributes: tried } },
    { keep: true },
  ).data
  const found = answer?.found
  const names = [...new Set(found?.available.map(({ name }) => name))]
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!fault) save.mutate({ params, body: { attributes } })
  }
  const field = (part: keyof typeof typed, gives: string | null | undefined) => (
    <div>
      <Autocomplete
        label={t(`connections.mapping.${part}`)}
        data={names}
        value={typed[part]}
        error={part === 'email' && fault}
        onChange={(text) => setTyped({ ...typed, [part]: text })}
      />
      {found && (
        <Text size="sm" c="dimmed" mt={4} className="sso-name">
          {gives ? t('connections.mapping.gives', { value: gives }) : t('connections.mapping.givesNothing')}
        </Text>
      )}
    </div>
  )
  return (
    <Section title={t('connections.mapping.title')} lead={t('connections.mapping.lead')}>
      <form noValidate onSubmit={send}>
        <Stack gap="sm">
          {field('email', found?.email)}
          {field('name', found?.name)}
          {field('groups', found?.groups.join(', '))}
          {answer && !found && <Text size="sm">{t('connections.mapping.noAnswer')}</Text>}
          {found && (
            <div>
              <Text size="sm" fw={600}>
                {t('connections.mapping.arrived')}
              </Text>
              <dl className="sso-facts">
                {found.available.map(({ name, values }) => (
                  <Fact key={name} name={name}>
                    {values.join(', ')}
                  </Fact>
                ))}
              </dl>
            </div>
          )}
          <SaveRow text={t('connections.mapping.save')} save={save} variant="default" />
        </Stack>
      </form>
    </Section>
  )
}
