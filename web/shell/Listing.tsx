import { Button, Checkbox, Group, Paper, Skeleton, Stack, Table, Text, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import type { MouseEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from './addresses.ts'
import type { Pages } from './pages.ts'
import { Failed } from './Waiting.tsx'

export interface Column<Row> {
  /** Unique in the list; where the list can be sorted by it, what the address and the endpoint call the order. */
  id: string
  title: string
  isSortable?: boolean
  /** The list stands in this order where the address says none. */
  isDefault?: boolean
  /** Numbers stand at the right. */
  isNumber?: boolean
  width?: number | string
  cell: (row: Row) => ReactNode
}

interface Given<Row> {
  /** What the table is a list of, for those who hear it. */
  caption: string
  pages: Pages<Row>
  columns: Column<Row>[]
  idOf: (row: Row) => string
  /** What teaches people to fill the list, while nothing is in it. */
  empty: ReactNode
  /** The rows that are chosen, by id, where rows can be chosen. */
  chosen?: { ids: ReadonlySet<string>; set: (ids: ReadonlySet<string>) => void; nameOf: (row: Row) => string }
  /** The row whose panel is open. */
  currentId?: string | undefined
}

const OUTLINES = ['a', 'b', 'c', 'd', 'e', 'f']

/** A list in pages: sorted by its headings, with rows to choose. Until it is loaded, its outline. */
export function Listing<Row>({ caption, pages, columns, idOf, empty, chosen, currentId }: Given<Row>) {
  if (pages.error && !pages.rows) return <Failed error={pages.error} retry={pages.retry} />
  if (pages.rows?.length === 0)
    return (
      <Paper withBorder radius="lg" p="xl">
        {empty}
      </Paper>
    )

  return (
    <Stack gap="sm" aria-busy={pages.isWaiting}>
      <Paper withBorder radius="lg" className="listing">
        <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
          <caption className="only-read">{caption}</caption>
          <Table.Thead>
            <Table.Tr>
              {chosen && <ChooseAll rows={pages.rows ?? []} idOf={idOf} chosen={chosen} />}
              {columns.map((column) => (
                <Heading key={column.id} column={column} />
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {!pages.rows &&
              OUTLINES.map((key) => <RowOutline key={key} count={columns.length + (chosen ? 1 : 0)} />)}
            {pages.rows?.map((row) => (
              <Table.Tr key={idOf(row)} aria-current={idOf(row) === currentId || undefined} onClick={openRow}>
                {chosen && <Choose row={row} idOf={idOf} chosen={chosen} />}
                {columns.map(({ id, cell, isNumber }) => (
                  <Table.Td key={id} ta={isNumber ? 'end' : undefined}>
                    {cell(row)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Paper>
      <Pager pages={pages} />
    </Stack>
  )
}

/** A click anywhere on a row does what its opener does, where it has one. With the keyboard, people reach the opener itself. */
function openRow({ target, currentTarget }: MouseEvent<HTMLTableRowElement>) {
  const isOwn = target instanceof Element && target.closest('a, button, input, label')
  if (!isOwn) currentTarget.querySelector<HTMLElement>('[data-shows]')?.click()
}

function Heading<Row>({ column }: { column: Column<Row> }) {
  const { id, title, isSortable = false, isDefault = false, isNumber, width } = column
  const [{ sort, order }, setAddress] = useAddress()
  const isSorted = isSortable && (sort ? sort === id : isDefault)
  const isDown = isSorted && order === 'down'
  const Arrow = isSorted ? (isDown ? IconArrowDown : IconArrowUp) : IconArrowsSort
  return (
    <Table.Th
      w={width}
      ta={isNumber ? 'end' : undefined}
      aria-sort={isSorted ? (isDown ? 'descending' : 'ascending') : undefined}
    >
      {isSortable ? (
        <UnstyledButton
          fz="sm"
          onClick={() => setAddress({ sort: id, order: isSorted && !isDown ? 'down' : undefined })}
        >
          {title}
          <Arrow size={14} aria-hidden />
        </UnstyledButton>
      ) : (
        title
      )}
    </Table.Th>
  )
}

type Chosen<Row> = NonNullable<Given<Row>['chosen']>

function ChooseAll<Row>({
  rows,
  idOf,
  chosen,
}: {
  rows: readonly Row[]
  idOf: (row: Row) => string
  chosen: Chosen<Row>
}) {
  const { t } = useTranslation()
  const here = rows.filter((row) => chosen.ids.has(idOf(row))).length
  const isAll = rows.length > 0 && here === rows.length
  const toggle = () => {
    const ids = new Set(chosen.ids)
    for (const row of rows)
      if (isAll) ids.delete(idOf(row))
      else ids.add(idOf(row))
    chosen.set(ids)
  }
  return (
    <Table.Th w={44}>
      <Checkbox
        aria-label={t('list.chooseAll')}
        checked={isAll}
        indeterminate={here > 0 && !isAll}
        onChange={toggle}
      />
    </Table.Th>
  )
}

function Choose<Row>({ row, idOf, chosen }: { row: Row; idOf: (row: Row) => string; chosen: Chosen<Row> }) {
  const { t } = useTranslation()
  const id = idOf(row)
  const toggle = () => {
    const ids = new Set(chosen.ids)
    if (!ids.delete(id)) ids.add(id)
    chosen.set(ids)
  }
  return (
    <Table.Td>
      <Checkbox
        aria-label={t('list.choose', { name: chosen.nameOf(row) })}
        checked={chosen.ids.has(id)}
        onChange={toggle}
      />
    </Table.Td>
  )
}

function RowOutline({ count }: { count: number }) {
  return (
    <Table.Tr aria-hidden>
      {Array.from({ length: count }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: outlines have nothing but a place
        <Table.Td key={place}>
          <Skeleton height={16} />
        </Table.Td>
      ))}
    </Table.Tr>
  )
}

/** Where in a list one is, and the ways on and back. */
export function Pager<Row>({ pages }: { pages: Pages<Row> }) {
  const { t } = useTranslation()
  const { rows, first, total, next, previous } = pages
  if (!rows) return null
  const format = new Intl.NumberFormat()
  const from = format.format(first)
  const to = format.format(first + rows.length - 1)
  return (
    <Group justify="space-between">
      <Text size="sm" c="dimmed" role="status">
        {total === undefined
          ? t('list.shown', { from, to })
          : t('list.shownOf', { from, to, total: format.format(total) })}
      </Text>
      {(next || previous) && (
        <Group gap="xs">
          <Button variant="default" size="xs" disabled={!previous} onClick={previous}>
            {t('list.previous')}
          </Button>
          <Button variant="default" size="xs" disabled={!next} onClick={next}>
            {t('list.next')}
          </Button>
        </Group>
      )}
    </Group>
  )
}
