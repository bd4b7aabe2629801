import { Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Page } from '../shell/Page.tsx'
import { PageTabs } from '../shell/PageTabs.tsx'
import { useHere, useMay } from '../workspaces/here.ts'

/** The heading and the tabs of the pages about how people get in. */
export function AuthenticationFrame({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation()
  const may = useMay()
  const to = `/w/${useHere().workspace.slug}/access/authentication`
  const tabs = [
    { to, text: t('sso.connectionsTab') },
    { to: `${to}/domains`, text: t('sso.domainsTab') },
    { to: `${to}/rules`, text: t('sso.rulesTab') },
    { to: `${to}/sync`, text: t('provisioning.tab') },
  ]
  return (
    <Page title={t('settings.authentication')} lead={t('settings.authenticationLead')} actions={actions}>
      {may(connections.list) ? (
        <Stack gap="lg">
          <PageTabs label={t('sso.tabs')} tabs={tabs} />
          {children}
        </Stack>
      ) : (
        <ClosedDoor call={connections.list} />
      )}
    </Page>
  )
}
