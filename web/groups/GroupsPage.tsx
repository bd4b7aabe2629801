import { Group, Stack, Text } from '@mantine/core'
import { IconUsersGroup } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../contract/endpoint.ts'
import { groups } from '../../contract/groups.ts'
import { useReply } from '../data.ts'
import { RoleChips } from '../grants/RoleChips.tsx'
import { useAddress } from '../shell/addresses.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Empty } from '../shell/Empty.tsx'
import { type Column, Listing } from '../shell/Listing.tsx'
import { NewButton } from '../shell/NewButton.tsx'
import { Opener } from '../shell/Opener.tsx'
import { Page } from '../shell/Page.tsx'
import { PlanNotice, usePlanRefusal } from '../shell/PlanNotice.tsx'
import { type Asked, usePages } from '../shell/pages.ts'
import { SearchField } from '../shell/SearchField.tsx'
import { useMay } from '../workspaces/here.ts'
import { GroupLine } from './GroupLine.tsx'
import { GroupPanel } from './GroupPanel.tsx'

type UserGroup = Reply<typeof groups.list>['userGroups'][number]

/** The groups of the workspace; the one that is chosen, beside them. */
export function GroupsPage() {
  const { t } = useTranslation()
  const may = useMay()
  return (
    <Page title={t('groups.title')} lead={t('groups.lead')} actions={<NewGroup />}>
      <PlanNotice feature="user-groups" />
      {may(groups.list) ? <Groups /> : <ClosedDoor call={groups.list} />}
    </Page>
  )
}

function NewGroup() {
  const { t } = useTranslation()
  return (
    <NewButton
      call={groups.create}
      page="groups/new"
      text={t('groups.create')}
      refusal={usePlanRefusal('user-groups')}
    />
  )
}

function Groups() {
  const { t } = useTranslation()
  const [{ q = '', order, show }] = useAddress()
  const query = { search: q, sort: 'name', order: order === 'down' ? 'down' : 'up' } as const
  const usePage = (pagination: Asked) =>
    useReply(groups.list, { query: { ...query, pagination } }, { keep: true })
  const pages = usePages(JSON.stringify(query), usePage, (data) => data.userGroups)
  const isUnused = q === '' && pages.rows?.length === 0
  return (
    <Stack gap="md">
      {!isUnused && (
        <Group>
          <SearchField label={t('groups.search')} />
        </Group>
      )}
      <div className="beside" data-open={show !== undefined}>
        <Listing
          caption={t('groups.title')}
          pages={pages}
          columns={useColumns()}
          idOf={({ id }) => id}
          currentId={show}
          empty={isUnused ? <Teaching /> : <Text>{t('list.noneFound')}</Text>}
        />
        {show !== undefined && <GroupPanel groupId={show} />}
      </div>
    </Stack>
  )
}

function Teaching() {
  const { t } = useTranslation()
  return (
    <Empty
      icon={IconUsersGroup}
      title={t('groups.emptyTitle')}
      text={t('groups.emptyText')}
      action={<NewGroup />}
    />
  )
}

function useColumns(): Column<UserGroup>[] {
  const { t, i18n } = useTranslation()
  const format = new Intl.NumberFormat(i18n.language)
  return [
    {
      id: 'name',
      title: t('groups.one'),
      isSortable: true,
      cell: ({ id, name, managed }) => (
        <Opener of={id}>
          <GroupLine name={name} isManaged={managed} />
        </Opener>
      ),
    },
    {
      id: 'members',
      title: t('groups.members'),
      isNumber: true,
      width: 110,
      cell: ({ memberCount }) => format.format(memberCount),
    },
    {
      id: 'roles',
      title: t('groups.roles'),
      width: '40%',
      cell: ({ permissions }) => <RoleChips permissions={permissions} max={2} />,
    },
  ]
}
