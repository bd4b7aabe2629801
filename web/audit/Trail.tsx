import { Paper, Skeleton, Stack, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Pager } from '../shell/Listing.tsx'
import type { Pages } from '../shell/pages.ts'
import { Failed } from '../shell/Waiting.tsx'
import { EventLine } from './EventLine.tsx'
import type { AuditEvent } from './event.ts'

const OUTLINES = ['a', 'b', 'c', 'd', 'e', 'f']

/** A page of the trail, day by day. */
export function Trail({ pages, empty }: { pages: Pages<AuditEvent>; empty: ReactNode }) {
  const { t, i18n } = useTranslation()
  const form = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'full' })
  const { rows, error, retry, isWaiting } = pages
  if (error && !rows) return <Failed error={error} retry={retry} />
  if (!rows) return <TrailOutline label={t('common.loading')} />
  if (rows.length === 0) {
    return (
      <Paper withBorder radius="lg" p="xl">
        {empty}
      </Paper>
    )
  }

  const days = Map.groupBy(rows, ({ timestamp }) => new Date(timestamp).toDateString())
  return (
    <Stack gap="lg" aria-busy={isWaiting}>
      {[...days].map(([day, events]) => (
        <section key={day} aria-label={form.format(new Date(day))}>
          <Title order={2} size="h5" mb="xs">
            {form.format(new Date(day))}
          </Title>
          <Paper withBorder radius="lg" style={{ overflow: 'hidden' }}>
            <ul className="audit-lines">
              {events.map((event) => (
                <EventLine key={event.id} event={event} />
              ))}
            </ul>
          </Paper>
        </section>
      ))}
      <Pager pages={pages} />
    </Stack>
  )
}

function TrailOutline({ label }: { label: string }) {
  return (
    <Paper withBorder radius="lg" p="lg" role="status" aria-label={label}>
      <Stack gap="md">
        {OUTLINES.map((key) => (
          <Skeleton key={key} height={18} />
        ))}
      </Stack>
    </Paper>
  )
}
