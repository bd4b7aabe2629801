import { useTranslation } from 'react-i18next'
import type { Preview } from './planned.ts'

/** What should be looked at twice before it is done: owners that come and go, people who leave, and oneself. */
export function useWarnings({ subjects, touchesSelf }: Preview): string[] {
  const { t, i18n } = useTranslation()
  const and = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
  const names = (some: Preview['subjects']) => and.format(some.map(({ name }) => name))
  const people = subjects.filter(({ type }) => type === 'user')
  const rising = subjects.filter(({ isOwner }) => isOwner.after && !isOwner.before)
  const become = rising.filter(({ type }) => type === 'user')
  const tokens = rising.filter(({ type }) => type === 'token')
  const resign = people.filter(({ isOwner }) => isOwner.before && !isOwner.after)
  const gone = subjects.filter(({ isHere }) => isHere.before && !isHere.after)
  const leave = gone.filter(({ type }) => type === 'user')
  const end = gone.filter(({ type }) => type === 'token')
  return [
    ...(become.length > 0 ? [t('previews.warnOwners', { count: become.length, names: names(become) })] : []),
    ...(tokens.length > 0
      ? [t('previews.warnOwnerTokens', { count: tokens.length, names: names(tokens) })]
      : []),
    ...(resign.length > 0
      ? [t('previews.warnNoOwners', { count: resign.length, names: names(resign) })]
      : []),
    ...(leave.length > 0 ? [t('previews.warnLeave', { count: leave.length, names: names(leave) })] : []),
    ...(end.length > 0 ? [t('previews.warnEnd', { count: end.length, names: names(end) })] : []),
    ...(touchesSelf ? [t('previews.warnSelf')] : []),
  ]
}
