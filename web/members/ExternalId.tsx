import { Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { members } from '../../contract/members.ts'
import { useCall } from '../data.ts'
import { MayButton } from '../shell/MayButton.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { useMay } from '../workspaces/here.ts'
import type { User } from './UserPage.tsx'

const ID_MAX = 255

/** What applications call this person when they ask for decisions. */
export function ExternalId({ user: { id: userId, externalId } }: { user: User }) {
  const { t } = useTranslation()
  const may = useMay()
  const modify = useCall(members.modify)
  const form = useForm({ mode: 'uncontrolled', initialValues: { externalId: externalId ?? '' } })
  const save = (typed: { externalId: string }) =>
    modify.mutate({ params: { userId }, body: { externalId: typed.externalId.trim() || null } })
  return (
    <Section title={t('members.externalId')} lead={t('members.externalIdText')}>
      <form noValidate onSubmit={form.onSubmit(save)}>
        <Stack>
          <TextInput
            size="sm"
            label={t('members.externalId')}
            placeholder={t('members.externalIdNone')}
            maxLength={ID_MAX}
            readOnly={!may(members.modify)}
            {...form.getInputProps('externalId')}
          />
          <Refusal error={modify.error} />
          <div className="row">
            <MayButton call={members.modify} type="submit" variant="default" loading={modify.isPending}>
              {t('common.save')}
            </MayButton>
            <Text size="sm" role="status">
              {modify.isSuccess && t('common.saved')}
            </Text>
          </div>
        </Stack>
      </form>
    </Section>
  )
}
