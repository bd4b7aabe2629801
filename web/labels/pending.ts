import { find, keyOfLabels } from '../resources/label-columns.tsx'

export interface LabelName {
  key: string
  value: string
}

/** Something that carries labels, as it is stored. */
export interface Carrier {
  type: string
  id: string
  name: string
  labels: readonly LabelName[]
}

/** What will carry other labels once it is saved, by `idOfCarrier`. */
export type Pending = ReadonlyMap<string, { carrier: Carrier; labels: readonly LabelName[] }>

/** What one call takes (contract/resources.ts). */
const AT_ONCE_MAX = 1_000
/** So many changes wait at most: their preview must fit into one request. */
export const PENDING_MAX = 4_000

/** A resource among those of all types. */
export function idOfCarrier({ type, id }: Pick<Carrier, 'type' | 'id'>): string {
  return `${type}\n${id}`
}

/** These labels with another value of one key, or none: there is one value per key (rules, section 5). */
export function changeLabels(labels: readonly LabelName[], key: string, value: string | null): LabelName[] {
  const others = labels.filter((label) => keyOfLabels(label.key) !== keyOfLabels(key))
  return value === null ? others : [...others, { key, value }]
}

/** Whether two lists hold the same labels, in whatever order and case. */
export function sameLabels(some: readonly LabelName[], others: readonly LabelName[]): boolean {
  const isIn = ({ key, value }: LabelName) => find(others, key)?.value.toLowerCase() === value.toLowerCase()
  return some.length === others.length && some.every(isIn)
}

/** Gives each of these another value of a key, or none. What is as it is stored again does not wait any more. */
export function label(
  pending: Pending,
  carriers: Iterable<Carrier>,
  key: string,
  value: string | null,
): Pending {
  const changed = new Map(pending)
  for (const carrier of carriers) {
    const id = idOfCarrier(carrier)
    const labels = changeLabels(labelsOf(changed, carrier), key, value)
    if (sameLabels(labels, carrier.labels)) changed.delete(id)
    else changed.set(id, { carrier, labels })
  }
  return changed
}

/** The labels that it will have. */
export function labelsOf(pending: Pending, carrier: Carrier): readonly LabelName[] {
  return pending.get(idOfCarrier(carrier))?.labels ?? carrier.labels
}

/** What to send, in as many calls as it takes. */
export function batchesOf(pending: Pending) {
  const assignments = [...pending.values()].map(({ carrier: { type, id }, labels }) => ({
    resource: { type, id },
    labels: labels.map(({ key, value }) => ({ key, value })),
  }))
  const batches: { assignments: typeof assignments }[] = []
  for (let start = 0; start < assignments.length; start += AT_ONCE_MAX) {
    batches.push({ assignments: assignments.slice(start, start + AT_ONCE_MAX) })
  }
  return batches
}

/** Without what these batches have saved. */
export function withoutSaved(pending: Pending, saved: ReturnType<typeof batchesOf>): Pending {
  const rest = new Map(pending)
  for (const { assignments } of saved)
    for (const { resource } of assignments) rest.delete(idOfCarrier(resource))
  return rest
}
