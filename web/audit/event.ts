import type { audit } from '../../contract/audit.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { resourcePath } from '../resources/paths.ts'

export type AuditEvent = Reply<typeof audit.list>['events'][number]

const areas: Record<string, string> = { USER: 'users', GROUP: 'groups', TOKEN: 'tokens', ROLE: 'roles' }
/** What has a page that stays, also when it was ended itself. */
const inSettings: Record<string, string> = { SUPPORT_ACCESS: 'support', BREAK_GLASS: 'break-glass' }
const endings = /(Deleted|Removed|Revoked)$/

/** What an event happened to, by its name: of a grant, its holder. */
export function subjectOf({ type, resourceName, detail }: AuditEvent): string {
  const prefix = `${textIn(detail, 'roleName')}: `
  return type.startsWith('Policy ') && resourceName.startsWith(prefix)
    ? resourceName.slice(prefix.length)
    : resourceName
}

/** The page of what an event happened to, where it has one and did not end with it. */
export function pathOfSubject(
  slug: string,
  { type, resourceType, resourceId, detail }: AuditEvent,
): string | null {
  const access = `/w/${slug}/access`
  if (type.startsWith('Policy ')) {
    const area = areas[textIn(detail, 'subjectType').toUpperCase()]
    return area ? `${access}/${area}/${resourceId}` : null
  }
  const settings = inSettings[resourceType]
  if (settings) return `/w/${slug}/settings/${settings}`
  if (endings.test(type)) return null
  if (type.startsWith('SCIM Token') || type.startsWith('SCIM Dry Run')) return `${access}/authentication/sync`
  if (resourceType === 'LABEL') return `${access}/labels`
  if (resourceType === 'WORKSPACE') return `/w/${slug}/settings`
  const area = areas[resourceType]
  if (area) return `${access}/${area}/${resourceId}`
  const own = textIn(detail, 'type')
  const kind = resourceType === 'RESOURCE' ? own : resourceType
  const isResource = resourceType !== 'INVITE' && kind !== ''
  return isResource ? resourcePath(slug, { type: kind, id: resourceId }) : null
}

/** A text of the detail, or of its new state; empty where there is none. */
export function textIn(detail: Record<string, unknown>, key: string): string {
  const { to } = detail
  const value = detail[key] ?? (isRecord(to) ? to[key] : undefined)
  return typeof value === 'string' ? value : ''
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
