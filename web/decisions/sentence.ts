import { useTranslation } from 'react-i18next'
import type { decisions } from '../../contract/decisions.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { labelText } from '../grants/draft.ts'
import { isWorkspace } from '../grants/roles.ts'
import { useMoments } from '../shell/moments.ts'
import { type ResourceType, useHere } from '../workspaces/here.ts'

type Explanation = Reply<typeof decisions.explain>
type Path = Explanation['paths'][number]
type Miss = Explanation['nearest'][number]
type Resource = Explanation['about']['resource']

/** The answer to "may they do this, and why?" in the person's language. Says what the server's own sentence says, in English. */
export function useSentence(): (answer: Explanation) => string {
  const { t } = useTranslation()
  const words = usePartWords()
  return ({ about, allowed, unknown, paths, nearest }) => {
    const who = about.subject.type === 'token' ? t('decisions.said.token', about.subject) : about.subject.name
    if (unknown === 'subject') return t('decisions.said.nobody', { who: about.subject.name })
    if (unknown === 'resource-type') return t('decisions.said.noType', { type: about.resource.type })
    if (unknown) return t('decisions.said.noAction', { action: about.action })

    const what = words.on(about.resource)
    const [miss] = nearest
    const because = allowed ? words.because(about, paths) : words.lacks(about.resource.type, miss)
    return `${t(allowed ? 'decisions.said.yes' : 'decisions.said.no', { who, what })} ${because}`
  }
}

/** What a grant lacks that almost allows it. */
export function useMissWords(): (type: ResourceType | undefined, miss: Miss) => string {
  const { t, i18n } = useTranslation()
  const moments = useMoments()
  const and = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
  return (type, { kind, says: said, needs = '', missingLabels = [], startsAt, endsAt }) => {
    const what = type?.actions.find(({ name }) => name === needs)?.says ?? needs
    if (kind === 'needs-other-action') return t('decisions.ask.needsOther', { what })
    if (kind === 'plan') return t('decisions.notInPlan')
    if (kind === 'not-yet' && startsAt) return t('decisions.notYet', { day: moments.short(startsAt) })
    if (kind === 'ended' && endsAt) return t('decisions.ended', { day: moments.short(endsAt) })
    if (kind === 'membership-ended' && endsAt)
      return t('decisions.membershipEnded', { day: moments.short(endsAt) })
    if (kind === 'group-membership-ended' && endsAt)
      return t('decisions.placeEnded', { day: moments.short(endsAt) })
    if (kind === 'label-missing')
      return t('decisions.ask.labelMissing', { labels: and.format(missingLabels.map(labelText)) })
    if (kind === 'role-too-weak') return t('decisions.ask.tooWeak')
    return kind === 'scope-elsewhere' ? t('decisions.ask.elsewhere') : said
  }
}

function usePartWords() {
  const { t, i18n } = useTranslation()
  const { types } = useHere()
  const moments = useMoments()
  const missWords = useMissWords()
  const and = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
  const typeOf = (wire: string) => types.find(({ type }) => type === wire.toUpperCase())
  const nameOf = (wire: string) => typeOf(wire)?.name ?? wire.toLowerCase()
  const one = ({ type, id, name }: { type: string; id: string | null; name?: string | undefined }) =>
    t('decisions.said.one', { type: nameOf(type), name: name ?? id ?? '' })
  const by = ({ roleName: role, via }: Pick<Path, 'roleName' | 'via'>) => ({
    role,
    given:
      via.kind === 'own'
        ? t('decisions.said.directly')
        : t('decisions.said.through', { group: via.name ?? via.id ?? '' }),
  })
  const scopeOf = ({ kind, labels = [], type = '', id = '', name }: Path['scope']) => {
    if (kind === 'label') return t('decisions.said.labelled', { labels: and.format(labels.map(labelText)) })
    return kind === 'all' || isWorkspace(type) ? t('decisions.everything') : one({ type, id, name })
  }
  return {
    /** `on the source “iOS app”`, `on this workspace` */
    on: (resource: Resource): string => {
      if (isWorkspace(resource.type)) return t('decisions.said.onWorkspace')
      if (resource.id === null) return t('decisions.said.onType', { type: nameOf(resource.type) })
      return t('decisions.said.on', { one: one(resource) })
    },
    because: ({ action, resource }: Explanation['about'], paths: Path[]): string => {
      const path = paths.find(({ forAction }) => forAction === action) ?? paths[0]
      if (!path) return ''
      const scope = scopeOf(path.scope)
      const until = path.endsAt && { day: moments.short(path.endsAt) }
      const isItself = path.resource.id === resource.id && path.resource.type === resource.type
      const more = paths.filter(({ forAction }) => forAction === path.forAction).length - 1
      return [
        until
          ? t('decisions.said.becauseUntil', { ...by(path), scope, ...until })
          : t('decisions.said.because', { ...by(path), scope }),
        ...(isItself ? [] : [t('decisions.said.hangs', { name: path.resource.name ?? path.resource.id })]),
        ...(more > 0 ? [t('decisions.said.more', { count: more })] : []),
      ].join(' ')
    },
    lacks: (type: string, miss: Miss | undefined): string => {
      if (!miss) return t('decisions.said.nothing')
      const { roleName, via } = miss
      const lacking = missWords(typeOf(type), miss)
      if (roleName === undefined || !via) return lacking
      return `${t('decisions.said.nearest', by({ roleName, via }))} ${lacking}`
    },
  }
}
