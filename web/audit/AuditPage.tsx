import { Stack } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { audit } from '../../contract/audit.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { useReply } from '../data.ts'
import { useAddress } from '../shell/addresses.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Empty } from '../shell/Empty.tsx'
import { Page } from '../shell/Page.tsx'
import { PlanNotice } from '../shell/PlanNotice.tsx'
import { type Asked, usePages } from '../shell/pages.ts'
import { useFeature, useMay } from '../workspaces/here.ts'
import { AuditFilters } from './AuditFilters.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { filterNames, queryOf } from './filters.ts'
import { Trail } from './Trail.tsx'
import './audit.css'

/** What happened in the workspace, newest first. */
export function AuditPage() {
  const { t } = useTranslation()
  const may = useMay()
  const has = useFeature()
  return (
    <Page title={t('audit.title')} lead={t('audit.lead')}>
      {!may(audit.list) && <ClosedDoor call={audit.list} />}
      {may(audit.list) && <PlanNotice feature="audit-trail" />}
      {may(audit.list) && has('audit-trail') && <Events />}
    </Page>
  )
}

/** Names that the trail keeps are those of that time; where they are shown, they are put into words (sentence.ts). */
const asRecorded = (reply: Reply<typeof audit.list>) => reply

function Events() {
  const { t } = useTranslation()
  const [address] = useAddress()
  const query = queryOf(address)
  const isFiltered = filterNames.some((name) => address[name])
  const usePage = (pagination: Asked) =>
    useReply(audit.list, { query: { ...query, pagination } }, { keep: true, said: asRecorded })
  const pages = usePages(JSON.stringify(query), usePage, ({ events }) => events)
  return (
    <Stack gap="md">
      <AuditFilters isFiltered={isFiltered} newest={pages.rows?.[0]} />
      <ExportMenu />
      <Trail
        pages={pages}
        empty={
          isFiltered ? (
            <Empty icon={IconHistory} title={t('audit.noneTitle')} text={t('audit.noneText')} />
          ) : (
            <Empty icon={IconHistory} title={t('audit.emptyTitle')} text={t('audit.emptyText')} />
          )
        }
      />
    </Stack>
  )
}
