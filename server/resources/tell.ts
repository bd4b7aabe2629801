import { isDeepStrictEqual } from 'node:util'
import { wireType } from '../../contract/complete.ts'
import type { AuditResourceType, EventName } from '../../contract/events.ts'
import type { Happened } from '../caller/change.ts'
import type { JsonObject } from '../db/tables.ts'
import type { ResourceRow } from './queries.ts'

/** One resource that is about to be written: as it was (null: it is new), and as it will be. */
export interface Planned {
  before: ResourceRow | null
  after: ResourceRow
}

interface Names {
  created: EventName
  modified: EventName
  deleted: EventName
  /** What has a switch and settings of its own is told in finer words. */
  enabled?: EventName
  disabled?: EventName
  settings?: EventName
}

/** Segment's names (rules, section 13); what Segment has no event for is a Resource. */
const names: Record<string, Names> = {
  source: {
    created: 'Source Created',
    modified: 'Source Modified',
    deleted: 'Source Deleted',
    enabled: 'Source Enabled',
    disabled: 'Source Disabled',
    settings: 'Source Settings Modified',
  },
  warehouse: {
    created: 'Storage Destination Created',
    modified: 'Storage Destination Modified',
    deleted: 'Storage Destination Deleted',
    enabled: 'Storage Destination Enabled',
    disabled: 'Storage Destination Disabled',
  },
  destination: {
    created: 'Integration Created',
    modified: 'Integration Modified',
    deleted: 'Integration Deleted',
    enabled: 'Integration Enabled',
    disabled: 'Integration Disabled',
  },
}
const others: Names = {
  created: 'Resource Created',
  modified: 'Resource Modified',
  deleted: 'Resource Deleted',
}

const auditTypes: Record<string, AuditResourceType> = {
  source: 'SOURCE',
  destination: 'DESTINATION',
  warehouse: 'WAREHOUSE',
  space: 'SPACE',
  tracking_plan: 'TRACKING_PLAN',
  function: 'FUNCTION',
}

/** What happened to a resource that was written and is not as it was. Never nothing: no write goes untold. */
export function tellWritten({ before, after }: Planned): Happened[] {
  const { created, modified, enabled, disabled, settings } = namesOf(after)
  const here = [{ type: after.type, id: after.id }]
  if (!before) return [{ ...about(after, created), detail: factsOf(after), touches: { resources: here } }]

  const happened: Happened[] = []
  const from = factsOf(before)
  const to = factsOf(after)
  if (enabled && disabled && isOn(before) !== isOn(after)) {
    happened.push(about(after, isOn(after) ? enabled : disabled))
  }
  if (settings && !isDeepStrictEqual(before.attributes.settings, after.attributes.settings)) {
    happened.push(about(after, settings))
  }
  const isElse = !isDeepStrictEqual([from, restOf(before)], [to, restOf(after)])
  if (!isElse && happened.length > 0) return happened

  // What decisions look at is labels and parent. Other changes of the same name touch nothing.
  const isMoved = !isDeepStrictEqual([from.labels, from.parent], [to.labels, to.parent])
  const touches = isMoved ? { resources: here } : {}
  return [{ ...about(after, modified), detail: { from, to }, touches }, ...happened]
}

/** What happened to a resource that is gone. */
export function tellDeleted(row: ResourceRow): Happened {
  const touches = { resources: [{ type: row.type, id: row.id }] }
  return { ...about(row, namesOf(row).deleted), detail: factsOf(row), touches }
}

function namesOf({ type }: ResourceRow): Names {
  return Object.hasOwn(names, type) ? (names[type] ?? others) : others
}

function isOn({ attributes }: ResourceRow): boolean {
  return attributes.enabled !== false
}

/** The attributes that have no event of their own. */
function restOf(row: ResourceRow): JsonObject {
  const own = namesOf(row)
  const { enabled, settings, ...rest } = row.attributes
  return {
    ...rest,
    ...(own.enabled || enabled === undefined ? {} : { enabled }),
    ...(own.settings || settings === undefined ? {} : { settings }),
  }
}

function about({ type, id, name }: ResourceRow, event: EventName) {
  const resourceType: AuditResourceType = Object.hasOwn(auditTypes, type)
    ? (auditTypes[type] ?? 'RESOURCE')
    : 'RESOURCE'
  return { type: event, resourceId: id, resourceName: name, resourceType }
}

/** What the audit trail keeps: enough to replay who could reach it (invariant 43). Attributes may hold secrets. */
function factsOf({ type, name, slug, parent, labels }: ResourceRow): JsonObject {
  return {
    type: wireType(type),
    name,
    slug,
    parent: parent && { type: wireType(parent.type), id: parent.id },
    labels: labels.map(({ key, value }) => `${key}:${value}`),
  }
}
