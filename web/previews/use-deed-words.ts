import { useTranslation } from 'react-i18next'
import type { ResourceType } from '../workspaces/here.ts'
import { deedsOf } from './deeds.ts'

/** Actions of a type in few words: `see, change, delete, and 3 more actions`. A few that have no plain word are said as the catalog says them. */
export function useDeedWords(type: ResourceType | undefined, actions: readonly string[]): string {
  const { t, i18n } = useTranslation()
  const { verbs, others, all, isSpeltOut } = deedsOf(type, actions)
  if (isSpeltOut) return all.join(' ')

  const words = verbs.map((verb) => t(`previews.${verb}`))
  if (others.length > 0) {
    const count = others.length
    words.push(verbs.length > 0 ? t('previews.otherActions', { count }) : t('previews.actions', { count }))
  }
  return new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(words)
}
