import { useTranslation } from 'react-i18next'
import { Notice } from '../shell/Notice.tsx'
import { useFeature, useHere } from '../workspaces/here.ts'

/** Where the plan has no user groups: what they are, and what becomes of those that are there. */
export function PlanNotice() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const has = useFeature()
  if (has('user-groups')) return null
  return <Notice title={t('groups.planTitle', { plan: workspace.planName })}>{t('groups.planText')}</Notice>
}

/** Why no group can be made or filled, or null where one can. */
export function usePlanRefusal(): string | null {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const has = useFeature()
  return has('user-groups') ? null : t('groups.planTitle', { plan: workspace.planName })
}
