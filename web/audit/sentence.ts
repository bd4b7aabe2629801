import type { TFunction } from 'i18next'
import { type EventName, events } from '../../contract/events.ts'
import type { ResourceType } from '../workspaces/here.ts'
import { type AuditEvent, subjectOf, textIn } from './event.ts'

/** What a sentence leaves open, each under a mark that no text has: names are put in as they are, never read as a template. */
const marks = {
  who: '\u0001',
  what: '\u0002',
  role: '\u0003',
  group: '\u0004',
  kind: '\u0005',
  event: '\u0006',
}
type Gap = keyof typeof marks

export interface Part {
  text: string
  /** It is a name: of a person, a role, a group … */
  isName: boolean
}

interface InWords {
  t: TFunction
  types: readonly ResourceType[]
  /** What a role is called (useRoleName). */
  roleName: (roleId: string, recorded: string) => string
}

/** An event as a sentence, in the parts that it is written of. */
export function sentenceOf(event: AuditEvent, who: string, { t, types, roleName }: InWords): Part[] {
  const names: Record<Gap, string> = {
    who,
    what: subjectOf(event),
    role: roleName(textIn(event.detail, 'roleId'), textIn(event.detail, 'roleName')),
    group: textIn(event.detail, 'groupName'),
    kind: kindOf(event, types, t),
    event: event.type,
  }
  return split(templateOf(event, t)).map((part) =>
    part.gap === undefined
      ? { text: part.text, isName: false }
      : { text: names[part.gap], isName: part.gap !== 'kind' && part.gap !== 'event' },
  )
}

/** What kind of event it is, in words without names, for a list to choose from: `Granted … to …`. */
export function titleOf(type: EventName, t: TFunction): string {
  const gaps = { what: '…', role: '…', group: '…', kind: '' }
  const text = t(`audit.says.${type}`, { who: '', ...gaps })
    .replaceAll(/\s+/g, ' ')
    .trim()
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}

export function isEventName(type: string): type is EventName {
  return Object.hasOwn(events, type)
}

function templateOf({ type, actor, resourceId }: AuditEvent, t: TFunction): string {
  if (actor === resourceId && isOfOneself(type)) return t(`audit.ofOneself.${type}`, marks)
  return isEventName(type) ? t(`audit.says.${type}`, marks) : t('audit.other', marks)
}

const ofOneself = ['User Added', 'User Removed', 'User Modified', 'Sessions Ended'] as const
function isOfOneself(type: string): type is (typeof ofOneself)[number] {
  return ofOneself.some((one) => one === type)
}

function kindOf({ resourceType, detail }: AuditEvent, types: readonly ResourceType[], t: TFunction): string {
  const wire = textIn(detail, 'type') || resourceType
  const name = types.find(({ type }) => type === wire.toUpperCase())?.name
  return name ?? (resourceType === 'RESOURCE' ? t('audit.kinds.RESOURCE') : wire.toLowerCase())
}

function split(template: string): { text: string; gap?: Gap }[] {
  const gaps = Object.entries(marks)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the marks are control characters, which no text has
  return template.split(/([\u0001-\u0006])/).flatMap((text) => {
    // The keys of the marks are the gaps.
    const gap = gaps.find(([, mark]) => mark === text)?.[0] as Gap | undefined
    return text === '' ? [] : [{ text, ...(gap && { gap }) }]
  })
}
