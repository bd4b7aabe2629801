import type { i18n as I18n, TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { type ResourceType, useHere } from '../workspaces/here.ts'
import { type LabelText, labelText, type ResourceKey } from './draft.ts'
import type { RoleOnOffer } from './roles.ts'

/** Why a role cannot be granted on the workspace's plan, and which plan it takes; null where it can. */
export function useRoleRefusal(): (role: RoleOnOffer) => string | null {
  const { t, i18n } = useTranslation()
  const { workspace } = useHere()
  const or = new Intl.ListFormat(i18n.language, { type: 'disjunction' })
  return ({ inPlan, planNames }) => {
    if (inPlan) return null
    if (planNames.length === 0) return t('grants.notInPlan', { plan: workspace.planName })
    return t('grants.needsPlan', { plans: or.format(planNames) })
  }
}

/** How scopes are written in the person's language. */
export function useScopeWords() {
  const { t, i18n } = useTranslation()
  const { types } = useHere()
  const and = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
  return {
    labels: (labels: readonly LabelText[]) => and.format(labels.map(labelText)),
    /** `sources and spaces` */
    plurals: (some: readonly ResourceType[]) => and.format(some.map(({ plural }) => plural)),
    /** `3 sources` */
    counted: (type: string, count: number) => countedIn({ t, i18n, types }, type, count),
    /** `2 sources and 1 space` */
    countedAll: (resources: readonly ResourceKey[]) => {
      const groups = Map.groupBy(resources, ({ type }) => type.toUpperCase())
      return and.format([...groups].map(([type, some]) => countedIn({ t, i18n, types }, type, some.length)))
    },
  }
}

interface Words {
  t: TFunction
  i18n: I18n
  types: readonly ResourceType[]
}

function countedIn({ t, i18n, types }: Words, type: string, count: number): string {
  const found = types.find((one) => one.type === type.toUpperCase())
  const word = (count === 1 ? found?.name : found?.plural) ?? type.toLowerCase()
  return t('grants.counted', { number: new Intl.NumberFormat(i18n.language).format(count), word })
}
