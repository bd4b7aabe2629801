import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Notice } from '../shell/Notice.tsx'
import { useFeature, useHere } from '../workspaces/here.ts'
import { RequireMfa } from '../workspaces/RequireMfa.tsx'
import { SessionLimits } from '../workspaces/SessionLimits.tsx'
import { AuthenticationFrame } from './AuthenticationFrame.tsx'
import { Exemptions } from './Exemptions.tsx'
import { Provision } from './Provision.tsx'
import { RequireSso } from './RequireSso.tsx'
import './sso.css'

/** What members have to prove, and for how long that counts. */
export function RulesPage() {
  return (
    <AuthenticationFrame>
      <Rules />
    </AuthenticationFrame>
  )
}

function Rules() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const has = useFeature()
  return (
    <Stack gap="lg" maw={760}>
      {workspace.hipaaEligible && (
        <Notice title={t('settings.hipaaTitle')}>
          <Text size="sm">{t('workspaces.hipaaText')}</Text>
        </Notice>
      )}
      {has('sso') && (
        <>
          <RequireSso />
          <Exemptions />
          <Provision />
        </>
      )}
      <RequireMfa />
      <SessionLimits key={JSON.stringify(workspace.settings)} />
    </Stack>
  )
}
