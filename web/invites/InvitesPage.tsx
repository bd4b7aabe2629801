import { IconMail } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../contract/endpoint.ts'
import { invites } from '../../contract/invites.ts'
import { useReply } from '../data.ts'
import { NobodyFound } from '../members/NobodyFound.tsx'
import { PeopleTabs } from '../members/PeopleTabs.tsx'
import { InviteButton } from '../members/UsersActions.tsx'
import { useAddress } from '../shell/addresses.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Empty } from '../shell/Empty.tsx'
import { Listing } from '../shell/Listing.tsx'
import { Page } from '../shell/Page.tsx'
import { type Asked, usePages } from '../shell/pages.ts'
import { SearchField } from '../shell/SearchField.tsx'
import { useMay } from '../workspaces/here.ts'
import { EditInvite } from './EditInvite.tsx'
import { InviteNews, type News } from './InviteNews.tsx'
import { useInviteColumns } from './invite-columns.tsx'
import { RevokeInvite } from './RevokeInvite.tsx'
import './invites.css'

/** An invite as the list shows it. */
export type Invite = Reply<typeof invites.listDetails>['invites'][number]

/** Who is invited and has not accepted yet. */
export function InvitesPage() {
  const { t } = useTranslation()
  const may = useMay()
  return (
    <Page title={t('members.pending')} lead={t('invites.lead')} actions={<InviteButton />}>
      <PeopleTabs />
      {may(invites.listDetails) ? <Invites /> : <ClosedDoor call={invites.listDetails} />}
    </Page>
  )
}

function Invites() {
  const { t } = useTranslation()
  const [{ q, show }, setAddress] = useAddress()
  const [revoking, setRevoking] = useState<Invite | null>(null)
  const [news, setNews] = useState<News | null>(null)
  const search = q ? { search: q } : {}
  const usePage = (pagination: Asked) =>
    useReply(invites.listDetails, { query: { ...search, pagination } }, { keep: true })
  const pages = usePages(q ?? '', usePage, (reply) => reply.invites)
  const edited = pages.rows?.find(({ id }) => id === show)
  const close = ({ id }: Invite) => {
    setRevoking(null)
    if (show) setAddress({ show: undefined })
    // The item of the menu that opened the dialog is gone: the focus goes to the menu's own button.
    document.querySelector<HTMLElement>(`[data-deeds="${CSS.escape(id)}"]`)?.focus()
  }
  const columns = useInviteColumns({
    edit: ({ id }) => setAddress({ show: id }),
    revoke: setRevoking,
    tell: setNews,
  })
  return (
    <>
      <div>
        <search className="filters">
          <SearchField label={t('invites.search')} />
        </search>
        <InviteNews news={news} />
      </div>
      <div className="people-list" data-open="false">
        <Listing
          caption={t('members.pending')}
          pages={pages}
          columns={columns}
          idOf={(invite) => invite.id}
          empty={q ? <NobodyFound /> : <NobodyInvited />}
          currentId={show}
        />
      </div>
      {edited && <EditInvite key={edited.id} invite={edited} onClose={() => close(edited)} />}
      {revoking && <RevokeInvite invite={revoking} onClose={() => close(revoking)} />}
    </>
  )
}

function NobodyInvited() {
  const { t } = useTranslation()
  return (
    <Empty icon={IconMail} title={t('invites.none')} text={t('invites.noneText')} action={<InviteButton />} />
  )
}
