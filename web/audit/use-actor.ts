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

/** Who did something, as they are called now, or as they were called when they were here. */
export function useActor(event: AuditEvent): Actor {
  const { workspace } = useHere()
  const may = useMay()
  const nameOf = useActorWords()
  const { actor, actorKind, actorIsHere } = event
  const [room, call] =
    actorKind === 'token' ? (['tokens', tokens.get] as const) : (['users', members.get] as const)
  const isShown = actorIsHere && may(call)
  return { name: nameOf(event), path: isShown ? `/w/${workspace.slug}/access/${room}/${actor}` : null }
}

/** The name of an actor of whom only the id is known: told by one of their events where there is one, or else asked for. */
export function useActorName(actor: string | undefined, event: AuditEvent | undefined): string {
  const { t } = useTranslation()
  const may = useMay()
  const nameOf = useActorWords()
  const isTold = event !== undefined && event.actor === actor
  const isAsked = actor !== undefined && actor !== SYSTEM && !isTold
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
  if (isTold) return nameOf(event)
  if (actor === SYSTEM) return t('audit.system')
  if (token.data) return t('audit.token', { name: token.data.token.description })
  return user.data?.user.name ?? actor ?? ''
}

function useActorWords(): (event: AuditEvent) => string {
  const { t } = useTranslation()
  return ({ actor, actorKind, actorName, actorEmail }) => {
    if (actorKind === 'system') return t('audit.system')
    if (actorKind === 'user') return actorName ?? actorEmail ?? actor
    return actorName === undefined ? t('audit.someToken') : t('audit.token', { name: actorName })
  }
}

/** What the trail calls the server itself. */
export const SYSTEM = 'system'
