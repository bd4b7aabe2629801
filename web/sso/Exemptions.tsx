import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../contract/endpoint.ts'
import { sso } from '../../contract/sso.ts'
import { useCall, useReply } from '../data.ts'
import { FindMember } from '../members/FindMember.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { Waiting } from '../shell/Waiting.tsx'

type Exemption = Reply<typeof sso.listExemptions>['exemptions'][number]

/** The members who may enter without single sign-on while it is required. */
export function Exemptions() {
  const { t } = useTranslation()
  const list = useReply(sso.listExemptions, {})
  return (
    <Section title={t('sso.rules.exempt')} lead={t('sso.rules.exemptLead')}>
      <Waiting on={list}>
        {({ exemptions }) => (
          <Stack gap="sm">
            {exemptions.length === 0 && <Text size="sm">{t('sso.rules.exemptNone')}</Text>}
            {exemptions.length > 0 && (
              <ul className="sso-exempt" aria-label={t('sso.rules.exempt')}>
                {exemptions.map((one) => (
                  <Exempt key={one.userId} exemption={one} />
                ))}
              </ul>
            )}
            <Add but={exemptions.map(({ userId }) => userId)} />
          </Stack>
        )}
      </Waiting>
    </Section>
  )
}

function Exempt({ exemption: { userId, name, email } }: { exemption: Exemption }) {
  const { t } = useTranslation()
  const remove = useCall(sso.removeExemption)
  return (
    <li>
      <Group justify="space-between" wrap="nowrap">
        <div className="sso-who">
          <Text size="sm" fw={600} truncate>
            <bdi>{name}</bdi>
          </Text>
          <Text size="sm" c="dimmed" truncate>
            {email}
          </Text>
        </div>
        <ActionIcon
          variant="default"
          aria-label={t('sso.rules.exemptRemove', { name })}
          loading={remove.isPending}
          onClick={() => remove.mutate({ params: { userId } })}
        >
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Group>
      <Refusal error={remove.error} />
    </li>
  )
}

function Add({ but }: { but: string[] }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<string | null>(null)
  const add = useCall(sso.addExemption)
  const submit = () =>
    chosen && add.mutate({ params: { userId: chosen } }, { onSuccess: () => setChosen(null) })
  return (
    <>
      <Group align="end" gap="sm">
        <FindMember label={t('sso.rules.exemptAdd')} value={chosen} onChange={setChosen} but={but} />
        <Button variant="default" disabled={chosen === null} loading={add.isPending} onClick={submit}>
          {t('sso.rules.exemptSubmit')}
        </Button>
      </Group>
      <Refusal error={add.error} />
    </>
  )
}
