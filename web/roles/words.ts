import { useTranslation } from 'react-i18next'
import type { RoleOnOffer } from '../grants/roles.ts'
import { told, useWords } from '../words.ts'
import { reachOf } from './gives.ts'

/** How a role is described in the person's language. */
export function useRoleWords() {
  const { t, i18n } = useTranslation()
  const { plans: said } = useWords()
  const or = new Intl.ListFormat(i18n.language, { type: 'disjunction' })
  const and = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
  const scopes: Record<string, string> = {
    all: t('roles.onAll'),
    label: t('roles.onLabel'),
    list: t('roles.onList'),
  }
  return {
    /** `Everything, or single resources` */
    reach: (role: RoleOnOffer): string => {
      const reach = reachOf(role)
      if (reach.length === 1 && reach[0] === 'all') return t('roles.onWorkspace')
      return capital(
        or.format(
          ['all', 'label', 'list'].flatMap((scope) =>
            reach.includes(scope) ? [scopes[scope] ?? scope] : [],
          ),
        ),
      )
    },
    plans: ({ plans, planNames }: RoleOnOffer): string =>
      and.format(plans.map((plan, at) => told(said, plan, planNames[at] ?? plan))),
  }
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}
