import { Stack, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { provisioning } from '../../contract/provisioning.ts'
import { useCall } from '../data.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'

/** Whether what the identity provider sends is only tried out. */
export function DryRun({ isOn }: { isOn: boolean }) {
  const { t } = useTranslation()
  const save = useCall(provisioning.modify)
  const wanted = save.variables?.body.dryRun
  return (
    <Section title={t('provisioning.dryRun.title')}>
      <Stack gap={4}>
        <Switch
          label={t('provisioning.dryRun.label')}
          description={t('provisioning.dryRun.text')}
          checked={save.isPending ? (wanted ?? isOn) : isOn}
          disabled={save.isPending}
          onChange={({ currentTarget }) => save.mutate({ body: { dryRun: currentTarget.checked } })}
        />
        <span role="status">{save.isSuccess && t('common.saved')}</span>
        <Refusal error={save.error} />
      </Stack>
    </Section>
  )
}
