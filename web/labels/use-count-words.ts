import { useTranslation } from 'react-i18next'
import type { Reply } from '../../contract/endpoint.ts'
import type { labels } from '../../contract/labels.ts'

export type Counts = Reply<typeof labels.usage>['labels'][number]['counts']

/** How many of each kind use a label, in words: `12 resources and 2 groups`. Empty where nothing does. */
export function useCountWords(): (counts: Counts) => string {
  const { t, i18n } = useTranslation()
  const and = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
  return (counts) =>
    and.format(
      kinds.flatMap((kind) => (counts[kind] > 0 ? [t(countTexts[kind], { count: counts[kind] })] : [])),
    )
}

const countTexts = {
  resources: 'labels.resources',
  users: 'labels.users',
  groups: 'labels.groups',
  tokens: 'labels.tokens',
  invites: 'labels.invites',
} as const satisfies Record<keyof Counts, string>

/** The kinds of things that use labels, in the order in which they are told. */
export const kinds = ['resources', 'users', 'groups', 'tokens', 'invites'] as const
