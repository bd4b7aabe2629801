import { Stack, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { workspaces } from '../../contract/workspaces.ts'
import { useCall } from '../data.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { useHere } from '../workspaces/here.ts'

/** Whether single sign-on adds people. */
export function Provision() {
  const { t } = useTranslation()
  const { provisionSso } = useHere().workspace.settings
  const save = useCall(workspaces.modify)
  const wanted = save.variables?.body.settings?.provisionSso
  return (
    <Section title={t('sso.rules.provision')}>
      <Stack gap="sm">
        <Switch
          label={t('sso.rules.provisionLabel')}
          description={t('sso.rules.provisionText')}
          checked={save.isPending ? (wanted ?? provisionSso) : provisionSso}
          disabled={save.isPending}
          onChange={({ currentTarget }) =>
            save.mutate({ body: { settings: { provisionSso: currentTarget.checked } } })
          }
        />
        <Refusal error={save.error} />
        <span role="status">{save.isSuccess && t('common.saved')}</span>
      </Stack>
    </Section>
  )
}
