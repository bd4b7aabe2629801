import { useTranslation } from 'react-i18next'
import { events } from '../../contract/events.ts'
import { problems } from '../../contract/problems.ts'
import type { AuditEvent } from '../audit/event.ts'
import { isEventName, type Part, sentenceOf } from '../audit/sentence.ts'
import { wordsOfCode } from '../shell/Refusal.tsx'
import { useRoleName } from '../words.ts'
import { useHere } from '../workspaces/here.ts'
import type { ScimRequest } from './request.ts'

/** What a request did, or would have done, as the sentences of the audit trail. */
export function useDeeds({ did, token, at, requestId }: ScimRequest): Part[][] {
  const { t } = useTranslation()
  const { types } = useHere()
  const roleName = useRoleName()
  const who = t('audit.scim', { name: token.name })
  // Of a group it is told first that it changed, and then of each person: its name stands before theirs.
  let groupName = '…'
  return did.map(({ type, resourceId, resourceName }) => {
    const on = isEventName(type) ? events[type].on : 'RESOURCE'
    if (on === 'GROUP') groupName = resourceName
    const event: AuditEvent = {
      id: '',
      timestamp: at,
      type,
      actor: token.id,
      actorKind: 'scim',
      actorIsHere: true,
      resourceId,
      resourceType: on,
      resourceName,
      detail: { groupName },
      requestId,
    }
    return sentenceOf(event, who, { t, types, roleName })
  })
}

/** Why it was refused: in the person's language where the sentence is one of ours, or as the provider was told it. */
export function useWhy({ refused }: ScimRequest): string {
  const { t, i18n } = useTranslation()
  if (refused === null) return ''
  const code = Object.entries(problems).find(([, { says }]) => says === refused)?.[0]
  const ours = code === undefined ? null : wordsOfCode(code, i18n)
  if (ours !== null) return ours
  return i18n.language === 'en' ? refused : t('provisioning.log.told', { text: refused })
}
