import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { groups } from '../../contract/groups.ts'
import { members } from '../../contract/members.ts'
import { useAddress } from '../shell/addresses.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Listing } from '../shell/Listing.tsx'
import { Page } from '../shell/Page.tsx'
import { useMay } from '../workspaces/here.ts'
import { ChosenUsers } from './ChosenUsers.tsx'
import { type Listed, useDirectory } from './directory.ts'
import { NobodyFound } from './NobodyFound.tsx'
import { PeopleTabs } from './PeopleTabs.tsx'
import { UserPanel } from './UserPanel.tsx'
import { UsersActions } from './UsersActions.tsx'
import { UsersFilters } from './UsersFilters.tsx'
import { useUserColumns } from './user-columns.tsx'
import './members.css'

/** Who is in the workspace: found, filtered, chosen, and looked at. */
export function UsersPage() {
  const { t } = useTranslation()
  const may = useMay()
  return (
    <Page title={t('frame.users')} lead={t('members.lead')} actions={<UsersActions />}>
      <PeopleTabs />
      {may(members.directory) ? <Users /> : <ClosedDoor call={members.directory} />}
    </Page>
  )
}

function Users() {
  const { t } = useTranslation()
  const may = useMay()
  const [address] = useAddress()
  const { show } = address
  const pages = useDirectory(address)
  const [chosen, setChosen] = useState<ReadonlyMap<string, Listed>>(new Map())
  const columns = useUserColumns(Boolean(show))
  const choose = (ids: ReadonlySet<string>) => {
    const known = [...chosen.values(), ...(pages.rows ?? [])]
    setChosen(new Map(known.flatMap((user) => (ids.has(user.id) ? [[user.id, user]] : []))))
  }
  const isUseful = may(members.remove) || may(groups.addUsers)
  const choice = { ids: new Set(chosen.keys()), set: choose, nameOf: ({ name }: Listed) => name }
  return (
    <>
      <UsersFilters />
      {chosen.size > 0 && <ChosenUsers users={[...chosen.values()]} onNone={() => setChosen(new Map())} />}
      <div className="beside people-list" data-open={Boolean(show)}>
        <Listing
          caption={t('frame.users')}
          pages={pages}
          columns={columns}
          idOf={(user) => user.id}
          empty={<NobodyFound />}
          currentId={show}
          {...(isUseful ? { chosen: choice } : {})}
        />
        {show && <UserPanel key={show} userId={show} />}
      </div>
    </>
  )
}
