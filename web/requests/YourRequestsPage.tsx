import { Text } from '@mantine/core'
import { IconMessageQuestion } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { accessRequests } from '../../contract/access-requests.ts'
import { useReply } from '../data.ts'
import { Empty } from '../shell/Empty.tsx'
import { type Column, Listing } from '../shell/Listing.tsx'
import { useMoments } from '../shell/moments.ts'
import { Page } from '../shell/Page.tsx'
import { type Asked, usePages } from '../shell/pages.ts'
import { useHere } from '../workspaces/here.ts'
import { Outcome } from './Outcome.tsx'
import type { AccessRequest } from './request.ts'
import { StateBadge } from './StateBadge.tsx'
import { ThingLines } from './ThingLines.tsx'
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
  const moments = useMoments()
  return [
    { id: 'what', title: t('requests.what'), cell: (row) => <ThingLines request={row} isLinked /> },
    {
      id: 'message',
      title: t('requests.message'),
      cell: ({ message }) => (
        <Text size="sm" dir="auto" lineClamp={3}>
          {message}
        </Text>
      ),
    },
    {
      id: 'asked',
      title: t('requests.asked'),
      cell: ({ createdAt }) => <Text size="sm">{moments.short(createdAt)}</Text>,
    },
    { id: 'state', title: t('requests.state'), cell: ({ state }) => <StateBadge state={state} /> },
    {
      id: 'answer',
      title: t('requests.answer'),
      cell: (row) => (row.state === 'open' ? <Withdraw request={row} /> : <Outcome request={row} />),
    },
  ]
}
