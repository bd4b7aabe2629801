import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DetailValue, useKeyWords } from './DetailValue.tsx'
import { type DetailRow, isBeforeAfter, rowsOf } from './detail.ts'

/** What an event keeps of a change, as a table: before and after, or what there was to say. */
export function DetailTable({ detail }: { detail: Record<string, unknown> }) {
  const { t } = useTranslation()
  const rows = rowsOf(detail)
  if (rows.length === 0) return null
  const hasChanges = rows.some(isBeforeAfter)
  return (
    <div className="audit-table">
      <Table withTableBorder withColumnBorders verticalSpacing="xs">
        <caption className="only-read">{t('audit.change')}</caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="28%">{t('audit.field')}</Table.Th>
            <Table.Th>{hasChanges ? t('audit.before') : t('audit.value')}</Table.Th>
            {hasChanges && <Table.Th>{t('audit.after')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Line key={row.key} row={row} hasChanges={hasChanges} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function Line({ row, hasChanges }: { row: DetailRow; hasChanges: boolean }) {
  const words = useKeyWords()
  return (
    <Table.Tr>
      <Table.Th scope="row">{words(row.key)}</Table.Th>
      {isBeforeAfter(row) ? (
        <>
          <Table.Td>
            <DetailValue value={row.before} />
          </Table.Td>
          <Table.Td>
            <DetailValue value={row.after} />
          </Table.Td>
        </>
      ) : (
        <Table.Td colSpan={hasChanges ? 2 : 1}>
          <DetailValue value={row.value} />
        </Table.Td>
      )}
    </Table.Tr>
  )
}
