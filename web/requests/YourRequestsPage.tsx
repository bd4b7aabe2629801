import { IconMessageQuestion } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { accessRequests } from '../../contract/access-requests.ts'
import { useReply } from '../data.ts'
import { Empty } from '../shell/Empty.tsx'
import { type Column, Listing } from '../shell/Listing.tsx'
import { Page } from '../shell/Page.tsx'
import { type Asked, usePages } from '../shell/pages.ts'
import { useHere } from '../workspaces/here.ts'
import { Outcome } from './Outcome.tsx'
import type { AccessRequest } from './request.ts'
import { useRequestColumns } from './request-columns.tsx'
import { Withdraw } from './Withdraw.tsx'
import './requests.css'

/** What the person asked for in this workspace, and what became of it. */
export function YourRequestsPage() {
  const { t } = useTranslation()
  const { workspace, me } = useHere()
  const usePage = (pagination: Asked) =>
    useReply(accessRequests.listMine, { query: { pagination } }, { keep: true })
  const pages = usePages('mine', usePage, (reply) => reply.accessRequests)
  const back = {
    to: `/w/${workspace.slug}/access/why`,
    search: { tab: 'what', subjectType: me.kind, subject: me.id },
    text: t('requests.yourAccess'),
  }
  return (
    <Page title={t('requests.yours')} lead={t('requests.yoursLead')} back={back}>
      <Listing
        caption={t('requests.yours')}
        pages={pages}
        columns={useColumns()}
        idOf={({ id }) => id}
        empty={
          <Empty
            icon={IconMessageQuestion}
            title={t('requests.yoursNothingTitle')}
            text={t('requests.yoursNothingText')}
          />
        }
      />
    </Page>
  )
}

function useColumns(): Column<AccessRequest>[] {
  const { t } = useTranslation()
  return [
    ...useRequestColumns({ isLinked: true }),
    {
      id: 'answer',
      title: t('requests.answer'),
      cell: (row) => (row.state === 'open' ? <Withdraw request={row} /> : <Outcome request={row} />),
    },
  ]
}
