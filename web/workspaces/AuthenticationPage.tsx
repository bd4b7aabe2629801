import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { workspaces } from '../../contract/workspaces.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Page } from '../shell/Page.tsx'
import { useHere, useMay } from './here.ts'
import { RequireMfa } from './RequireMfa.tsx'
import { SessionLimits } from './SessionLimits.tsx'

/** How members prove who they are, and for how long that counts. */
export function AuthenticationPage() {
  const { t } = useTranslation()
  const may = useMay()
  const { workspace } = useHere()
  return (
    <Page title={t('settings.authentication')} lead={t('settings.authenticationLead')}>
      {may(workspaces.modify) ? (
        <Stack gap="lg" maw={760}>
          {workspace.hipaaEligible && (
            <Notice title={t('settings.hipaaTitle')}>
              <Text size="sm">{t('workspaces.hipaaText')}</Text>
            </Notice>
          )}
          <RequireMfa />
          <SessionLimits key={JSON.stringify(workspace.settings)} />
        </Stack>
      ) : (
        <ClosedDoor call={workspaces.modify} />
      )}
    </Page>
  )
}
