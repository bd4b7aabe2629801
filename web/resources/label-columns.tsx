import { Group, Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { LabelChip } from '../labels/LabelChip.tsx'
import type { Column } from '../shell/Listing.tsx'

interface Label {
  key: string
  value: string
}

/** So many keys have a column of their own; what is left shares the last one. */
const KEYS_MAX = 5

/** Keys as they are compared: without regard to case, as the server does (rules, section 5). */
export function keyOfLabels(key: string): string {
  return key.toLowerCase()
}

/** The keys of these labels, each once, in the order of the alphabet, in the spelling that comes first. */
export function keysOf(labels: readonly Label[]): string[] {
  const keys = new Map<string, string>()
  for (const { key } of labels) if (!keys.has(keyOfLabels(key))) keys.set(keyOfLabels(key), key)
  return [...keys.values()].sort((one, other) => one.localeCompare(other))
}

/** One column per key of labels. `cell` shows the value that a row has for a key. */
export function labelColumns<Row>(
  keys: readonly string[],
  labelsOf: (row: Row) => readonly Label[],
  t: TFunction,
  cell: (row: Row, key: string) => ReactNode = (row, key) => <Value label={find(labelsOf(row), key)} />,
): Column<Row>[] {
  const own = keys.length > KEYS_MAX ? keys.slice(0, KEYS_MAX - 1) : keys
  const rest = keys.slice(own.length)
  const columns = own.map(
    (key): Column<Row> => ({ id: `label ${key}`, title: key, cell: (row) => cell(row, key) }),
  )
  if (rest.length === 0) return columns
  const others: Column<Row> = {
    id: 'labels',
    title: t('labels.otherLabels'),
    cell: (row) => (
      <Group gap={4}>
        {rest.flatMap((key) => {
          const label = find(labelsOf(row), key)
          return label ? [<LabelChip key={key} label={label} />] : []
        })}
      </Group>
    ),
  }
  return [...columns, others]
}

/** The label of this key among those of a resource. */
export function find<One extends Label>(labels: readonly One[], key: string): One | undefined {
  return labels.find((label) => keyOfLabels(label.key) === keyOfLabels(key))
}

function Value({ label }: { label: Label | undefined }) {
  if (!label)
    return (
      <Text size="sm" c="dimmed" aria-hidden>
        –
      </Text>
    )
  return (
    <span className="label-chip" style={whole}>
      {label.value}
    </span>
  )
}

/** A column becomes as wide as its values, up to a bound: a table that is too wide is scrolled. */
export const whole = { maxWidth: 200, overflowWrap: 'break-word' } as const
