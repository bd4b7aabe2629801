import type { JsonObject } from '../../db/tables.ts'
import type { ResourceRow } from '../queries.ts'
import { laidOver } from '../wanted.ts'

/**
 * Where Segment's fields are kept in a resource's attributes. An application may have written anything there through the
 * registry, so everything is read with doubt.
 */

/** The text under this name, or undefined. */
export function textIn({ attributes }: ResourceRow, name: string): string | undefined {
  const value = attributes[name]
  return typeof value === 'string' ? value : undefined
}

/** The texts under this name; none if it is something else. */
export function textsIn({ attributes }: ResourceRow, name: string): string[] {
  const value = attributes[name]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

/** The object under this name; empty if it is something else. */
export function objectIn({ attributes }: ResourceRow, name: string): JsonObject {
  const value = attributes[name]
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

/** Whether it is switched on; what was never switched is. */
export function isEnabled({ attributes }: ResourceRow): boolean {
  return attributes.enabled !== false
}

/** Which integration it is of; what was never said is `custom`. */
export function metadataIdOf(row: ResourceRow): string {
  return textIn(row, 'metadataId') ?? 'custom'
}

/** Settings as a client sends them, laid over those that are there: a null takes a key away (public-api 4.5). */
export function settingsOver(present: JsonObject, given: Record<string, unknown> = {}): JsonObject {
  // They came as JSON, so that is what they are.
  return laidOver(present, given as JsonObject)
}
