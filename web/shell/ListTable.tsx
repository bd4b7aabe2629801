import { Checkbox, Skeleton, Table, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import type { MouseEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAddress } from './addresses.ts'
import './list-table.css'

export interface Column<Row> {
  /** Unique in the list; where the list can be sorted by it, what the address and the endpoint call the order. */
  id: string
  title: string
  isSortable?: boolean
  /** The list stands in this order where the address says none. */
  isDefault?: boolean
  /** Numbers stand at the right. */
  isNumber?: boolean
  /** What the column is for is seen without its title, which is only read aloud. */
  isPlain?: boolean
  width?: number | string
  cell: (row: Row) => ReactNode
}

export interface TableOf<Row> {
  /** What the table is a list of, for those who hear it. */
  caption: string
  /** Until they are there, the outline of some. */
  rows: readonly Row[] | undefined
  /** The first names the row. */
  columns: readonly Column<Row>[]
  idOf: (row: Row) => string
  /** The rows that are chosen, by id, where rows can be chosen. */
  chosen?: { ids: ReadonlySet<string>; set: (ids: ReadonlySet<string>) => void; nameOf: (row: Row) => string }
  /** The row whose panel is open. */
  currentId?: string | undefined
}

const OUTLINES = ['a', 'b', 'c', 'd', 'e', 'f']

/**
 * The table of a list. Where there is no room for columns, each row is a card, with the title of its column before each cell. It
 * stays a table for those who hear it: the roles are written out because browsers forget them with another `display`.
 */
export function ListTable<Row>({ caption, rows, columns, idOf, chosen, currentId }: TableOf<Row>) {
  return (
    <div className="listing">
      <Table role="table" verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
        <caption className="only-read">{caption}</caption>
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            {chosen && <ChooseAll rows={rows ?? []} idOf={idOf} chosen={chosen} />}
            {columns.map((column) => (
              <Heading key={column.id} column={column} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {!rows && OUTLINES.map((key) => <RowOutline key={key} count={columns.length + (chosen ? 1 : 0)} />)}
          {rows?.map((row) => (
            <Table.Tr
              key={idOf(row)}
              role="row"
              aria-current={idOf(row) === currentId || undefined}
              onClick={openRow}
            >
              {chosen && <Choose row={row} idOf={idOf} chosen={chosen} />}
              {columns.map((column, place) => (
                <Cell key={column.id} column={column} isFirst={place === 0}>
                  {column.cell(row)}
                </Cell>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

interface OfCell {
  column: Pick<Column<never>, 'title' | 'isNumber' | 'isPlain'>
  isFirst: boolean
  children: ReactNode
}

function Cell({ column: { title, isNumber, isPlain }, isFirst, children }: OfCell) {
  return (
    <Table.Td
      role="cell"
      className={isNumber ? 'is-number' : ''}
      data-title={isFirst || isPlain ? undefined : title}
    >
      {children}
    </Table.Td>
  )
}

/** A click anywhere on a row does what its opener does, where it has one. With the keyboard, people reach the opener itself. */
function openRow({ target, currentTarget }: MouseEvent<HTMLTableRowElement>) {
  const isOwn = target instanceof Element && target.closest('a, button, input, label')
  if (!isOwn) currentTarget.querySelector<HTMLElement>('[data-shows]')?.click()
}

function Heading<Row>({ column }: { column: Column<Row> }) {
  const { id, title, isSortable = false, isDefault = false, isNumber, isPlain, width } = column
  const [{ sort, order }, setAddress] = useAddress()
  const isSorted = isSortable && (sort ? sort === id : isDefault)
  const isDown = isSorted && order === 'down'
  const Arrow = isSorted ? (isDown ? IconArrowDown : IconArrowUp) : IconArrowsSort
  return (
    <Table.Th
      role="columnheader"
      w={width}
      className={isNumber ? 'is-number' : ''}
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
        <span className={isPlain ? 'only-read' : ''}>{title}</span>
      )}
    </Table.Th>
  )
}

type Chosen<Row> = NonNullable<TableOf<Row>['chosen']>

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
    <Table.Th role="columnheader" w={44}>
      <Checkbox
        aria-label={t('list.chooseAll')}
        // While the page is on its way there is nothing to choose.
        disabled={rows.length === 0}
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
    <Table.Td role="cell" className="list-choose">
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
