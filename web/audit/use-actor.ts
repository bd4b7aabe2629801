import { useTranslation } from 'react-i18next'
import { members } from '../../contract/members.ts'
import { provisioning } from '../../contract/provisioning.ts'
import { support } from '../../contract/support.ts'
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
  const [room, call] = roomOf(actorKind, actor)
  // Of support staff, the page says who came and why for good.
  const isShown = (actorIsHere || actorKind === 'support') && may(call)
  return { name: nameOf(event), path: isShown ? `/w/${workspace.slug}/${room}` : null }
}

function roomOf(kind: AuditEvent['actorKind'], actor: string) {
  if (kind === 'token') return [`access/tokens/${actor}`, tokens.get] as const
  if (kind === 'scim') return ['access/authentication/sync', provisioning.listTokens] as const
  if (kind === 'support') return ['settings/support', support.get] as const
  return [`access/users/${actor}`, members.get] as const
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
  const scim = useReply(
    provisioning.listTokens,
    {},
    { enabled: isAsked && user.isError && token.isError && may(provisioning.listTokens) },
  ).data?.tokens.find(({ id }) => id === actor)
  if (isTold) return nameOf(event)
  if (actor === SYSTEM) return t('audit.system')
  if (token.data) return t('audit.token', { name: token.data.token.description })
  if (scim) return t('audit.scim', { name: scim.description })
  return user.data?.user.name ?? actor ?? ''
}

function useActorWords(): (event: AuditEvent) => string {
  const { t } = useTranslation()
  return ({ actor, actorKind, actorName, actorEmail, onBehalfOf }) => {
    if (actorKind === 'system') return t('audit.system')
    if (actorKind === 'support')
      return t('audit.support', { name: actorName ?? actorEmail ?? actor, owner: onBehalfOf?.name ?? '' })
    if (actorKind === 'user') return actorName ?? actorEmail ?? actor
    if (actorKind === 'scim')
      return actorName === undefined ? t('audit.someScim') : t('audit.scim', { name: actorName })
    return actorName === undefined ? t('audit.someToken') : t('audit.token', { name: actorName })
  }
}

/** What the trail calls the server itself. */
export const SYSTEM = 'system'
