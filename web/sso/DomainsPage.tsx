import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconWorld } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { domains } from '../../contract/domains.ts'
import { useCall, useReply } from '../data.ts'
import { Empty } from '../shell/Empty.tsx'
import { PlanNotice } from '../shell/PlanNotice.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { useNeededRule } from '../sign-in/rules.ts'
import { AuthenticationFrame } from './AuthenticationFrame.tsx'
import { DomainCard } from './DomainCard.tsx'
import './sso.css'

/** The domains of a workspace, in its settings. */
export function DomainsPage() {
  return (
    <AuthenticationFrame>
      <PlanNotice feature="sso" />
      <Domains />
    </AuthenticationFrame>
  )
}

/** The domains, each with its proof, and how another is added. */
export function Domains({ connectionId }: { connectionId?: string }) {
  const { t } = useTranslation()
  const list = useReply(domains.list, {})
  return (
    <Stack gap="lg" maw={760}>
      <Section title={t('sso.domains.title')} lead={t('sso.domains.lead')}>
        <AddDomain {...(connectionId ? { connectionId } : {})} />
      </Section>
      <Waiting on={list}>
        {(data) =>
          data.domains.length === 0 ? (
            <Empty icon={IconWorld} title={t('sso.domains.emptyTitle')} text={t('sso.domains.emptyText')} />
          ) : (
            data.domains.map((domain) => <DomainCard key={domain.id} domain={domain} />)
          )
        }
      </Waiting>
    </Stack>
  )
}

function AddDomain({ connectionId }: { connectionId?: string }) {
  const { t } = useTranslation()
  const add = useCall(domains.add)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { domain: '' },
    validate: { domain: useNeededRule() },
  })
  const submit = ({ domain }: { domain: string }) =>
    add.mutate(
      { body: { domain: domain.trim(), ...(connectionId ? { connectionId } : {}) } },
      { onSuccess: () => form.reset() },
    )
  return (
    <form noValidate onSubmit={form.onSubmit(submit)}>
      <Stack gap="sm">
        <Group align="end" gap="sm">
          <TextInput
            label={t('sso.domains.field')}
            placeholder={t('sso.domains.placeholder')}
            autoComplete="off"
            className="sso-find"
            {...form.getInputProps('domain')}
          />
          <Button type="submit" loading={add.isPending}>
            {t('sso.domains.add')}
          </Button>
        </Group>
        <Refusal error={add.error} />
      </Stack>
    </form>
  )
}
