import { useTranslation } from 'react-i18next'
import { labelText } from '../grants/draft.ts'
import { isWorkspace } from '../grants/roles.ts'
import { useMoments } from '../shell/moments.ts'
import type { ResourceType } from '../workspaces/here.ts'
import type { HeldRole, HeldScope } from './access.ts'

type Via = HeldRole['via']

const NAMED_MAX = 3

/** How the ways of access are written in the person's language. */
export function useAccessWords() {
  const { t, i18n } = useTranslation()
  const moments = useMoments()
  const and = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
  const or = new Intl.ListFormat(i18n.language, { type: 'disjunction' })
  const scope = (one: HeldScope): string => {
    if (one.kind === 'all') return t('decisions.everything')
    if (one.kind === 'label') return and.format((one.labels ?? []).map(labelText))
    return one.name ?? one.id ?? one.says
  }
  const scopes = (some: readonly HeldScope[]): string => {
    if (some.length === 0) return t('decisions.everything')
    const more = some.length - NAMED_MAX
    const list = some.every(({ kind }) => kind === 'list') ? and : or
    const named = list.format(some.slice(0, NAMED_MAX).map(scope))
    return more > 0 ? `${named} ${t('list.more', { count: more })}` : named
  }
  return {
    scopes,
    /** The scopes of a role on a type; of the workspace itself there is only one. */
    on: (type: ResourceType, some: readonly HeldScope[]): string[] =>
      isWorkspace(type.type) ? [] : [scopes(some)],
    via: (via: Via): string =>
      via.kind === 'own'
        ? t('decisions.directly')
        : t('decisions.through', { group: via.name ?? via.id ?? '' }),
    inactive: ({ inactiveBecause, startsAt, endsAt }: HeldRole): string => {
      if (inactiveBecause === 'not-yet' && startsAt)
        return t('decisions.notYet', { day: moments.short(startsAt) })
      if (inactiveBecause === 'membership-ended' && endsAt)
        return t('decisions.membershipEnded', { day: moments.short(endsAt) })
      if (inactiveBecause === 'group-membership-ended' && endsAt)
        return t('decisions.placeEnded', { day: moments.short(endsAt) })
      if (inactiveBecause === 'ended' && endsAt) return t('decisions.ended', { day: moments.short(endsAt) })
      return t('decisions.notInPlan')
    },
  }
}

/** With a capital letter at the beginning. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}
