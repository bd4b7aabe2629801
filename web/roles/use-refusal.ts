import { useTranslation } from 'react-i18next'
import { useFeature, useHere } from '../workspaces/here.ts'

/** Why no custom role can be made or changed on this plan, or null where one can. */
export function useRefusal(): string | null {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const has = useFeature()
  return has('custom-roles') ? null : t('roles.planTitle', { plan: workspace.planName })
}
