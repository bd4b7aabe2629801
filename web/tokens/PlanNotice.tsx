import { useTranslation } from 'react-i18next'
import { Notice } from '../shell/Notice.tsx'
import { useFeature, useHere } from '../workspaces/here.ts'

/** Where the plan has no Public API: what that means for tokens. */
export function PlanNotice() {
  const { t } = useTranslation()
  const title = usePlanRefusal()
  return title === null ? null : <Notice title={title}>{t('tokens.planText')}</Notice>
}

/** Why no token can be created, or null where one can. */
export function usePlanRefusal(): string | null {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const has = useFeature()
  return has('public-api') ? null : t('tokens.planTitle', { plan: workspace.planName })
}
