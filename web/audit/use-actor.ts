import { useTranslation } from 'react-i18next'
import { members } from '../../contract/members.ts'
import { tokens } from '../../contract/tokens.ts'
import { useReply } from '../data.ts'
import { useHere, useMay } from '../workspaces/here.ts'
import type { AuditEvent } from './event.ts'

export interface Actor {
  name: string
  /** Their page, while they are in the workspace. */
  path: string | null
}

/** Who did something. Of those who are not here any more only the address is known, or not even that. */
export function useActor({
  actor,
  actorKind,
  actorEmail,
}: Pick<AuditEvent, 'actor' | 'actorKind' | 'actorEmail'>): Actor {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const may = useMay()
  const access = `/w/${workspace.slug}/access`
  const isUser = actorKind === 'user' && may(members.get)
  const isToken = actorKind === 'token' && may(tokens.get)
  const user = useReply(members.get, { params: { userId: actor } }, { enabled: isUser }).data?.user
  const token = useReply(tokens.get, { params: { tokenId: actor } }, { enabled: isToken }).data?.token
  if (actorKind === 'system') return { name: t('audit.system'), path: null }
  if (actorKind === 'token') {
    return {
      name: token ? t('audit.token', { name: token.description }) : t('audit.someToken'),
      path: token ? `${access}/tokens/${actor}` : null,
    }
  }
  return { name: user?.name ?? actorEmail ?? actor, path: user ? `${access}/users/${actor}` : null }
}

/** The name of an actor of whom only the id is known. */
export function useActorName(actor: string | undefined): string {
  const { t } = useTranslation()
  const may = useMay()
  const isAsked = actor !== undefined && actor !== SYSTEM
  const user = useReply(
    members.get,
    { params: { userId: actor ?? '' } },
    { enabled: isAsked && may(members.get) },
  )
  const token = useReply(
    tokens.get,
    { params: { tokenId: actor ?? '' } },
    { enabled: isAsked && user.isError && may(tokens.get) },
  )
  if (actor === SYSTEM) return t('audit.system')
  if (token.data) return t('audit.token', { name: token.data.token.description })
  return user.data?.user.name ?? actor ?? ''
}

/** What the trail calls the server itself. */
export const SYSTEM = 'system'
