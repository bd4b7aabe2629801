import { Stack } from '@mantine/core'
import type { Reply } from '../../contract/endpoint.ts'
import { provisioning } from '../../contract/provisioning.ts'
import { useReply } from '../data.ts'
import { PlanNotice } from '../shell/PlanNotice.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { AuthenticationFrame } from '../sso/AuthenticationFrame.tsx'
import { useFeature } from '../workspaces/here.ts'
import { ActivityLog } from './ActivityLog.tsx'
import { DryRun } from './DryRun.tsx'
import { ProviderGuide } from './ProviderGuide.tsx'
import { ScimTokens } from './ScimTokens.tsx'
import { SyncState } from './SyncState.tsx'
import '../sso/sso.css'
import './provisioning.css'

export type Provisioning = Reply<typeof provisioning.get>['provisioning']

/** SCIM: where the identity provider sends people and groups, with what, and what came of it. */
export function SyncPage() {
  const has = useFeature()
  return (
    <AuthenticationFrame>
      <PlanNotice feature="scim" />
      {has('scim') ? <Sync /> : <Kept />}
    </AuthenticationFrame>
  )
}

/** Where the plan has no SCIM any more: the tokens that are left, to be revoked. */
function Kept() {
  const { tokens = [] } = useReply(provisioning.listTokens, {}).data ?? {}
  return (
    <Stack gap="lg" maw={760}>
      {tokens.length > 0 && <ScimTokens />}
    </Stack>
  )
}

function Sync() {
  const reply = useReply(provisioning.get, {})
  return (
    <Stack gap="lg" maw={760}>
      <Waiting on={reply}>
        {({ provisioning: state }) => (
          <>
            <SyncState state={state} />
            <ScimTokens />
            <ProviderGuide isUsed={state.lastRequestAt !== null} />
            <DryRun isOn={state.dryRun} />
            <ActivityLog onRefresh={() => void reply.refetch()} />
          </>
        )}
      </Waiting>
    </Stack>
  )
}
