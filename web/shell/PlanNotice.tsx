import { useTranslation } from 'react-i18next'
import { useFeature, useHere } from '../workspaces/here.ts'
import { Notice } from './Notice.tsx'

/** What a plan may lack, by what its texts are kept under. */
const rooms = {
  'audit-trail': 'audit',
  'custom-roles': 'roles',
  'public-api': 'tokens',
  scim: 'provisioning',
  sso: 'sso',
  'user-groups': 'groups',
} as const

type Feature = keyof typeof rooms

/** Where the plan lacks a feature: what that means, and what becomes of what is there. */
export function PlanNotice({ feature }: { feature: Feature }) {
  const { t } = useTranslation()
  const title = usePlanRefusal(feature)
  return title === null ? null : <Notice title={title}>{t(`${rooms[feature]}.planText`)}</Notice>
}

/** Why nothing can be made or changed that takes this feature of the plan, or null where it can. */
export function usePlanRefusal(feature: Feature): string | null {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const has = useFeature()
  return has(feature) ? null : t(`${rooms[feature]}.planTitle`, { plan: workspace.planName })
}
