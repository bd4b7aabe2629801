import { Button, Group, Paper, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ListTable, type TableOf } from './ListTable.tsx'
import type { Pages } from './pages.ts'
import { Failed } from './Waiting.tsx'

export type { Column } from './ListTable.tsx'

interface Given<Row> extends Omit<TableOf<Row>, 'rows'> {
  pages: Pages<Row>
  /** What teaches people to fill the list, while nothing is in it. */
  empty: ReactNode
}

/** A list in pages: sorted by its headings, with rows to choose. Until it is loaded, its outline. */
export function Listing<Row>({ pages, empty, ...table }: Given<Row>) {
  if (pages.error && !pages.rows) return <Failed error={pages.error} retry={pages.retry} />
  if (pages.rows?.length === 0)
    return (
      <Paper withBorder radius="lg" p="xl">
        {empty}
      </Paper>
    )

  return (
    <Stack gap="sm" aria-busy={pages.isWaiting}>
      <Paper withBorder radius="lg">
        <ListTable rows={pages.rows} {...table} />
      </Paper>
      <Pager pages={pages} />
    </Stack>
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
