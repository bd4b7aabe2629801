import { Group, Stack, Text } from '@mantine/core'
import { IconArrowsExchange, IconClock, IconPlus, IconUserMinus, IconUsersGroup } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../contract/endpoint.ts'
import { groups } from '../../contract/groups.ts'
import { members } from '../../contract/members.ts'
import { useReply } from '../data.ts'
import { RoleChips } from '../grants/RoleChips.tsx'
import { PersonLine } from '../members/PersonLine.tsx'
import { useAddress } from '../shell/addresses.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Empty } from '../shell/Empty.tsx'
import { type Column, Listing } from '../shell/Listing.tsx'
import { MayButton } from '../shell/MayButton.tsx'
import { usePlanRefusal } from '../shell/PlanNotice.tsx'
import { type Asked, usePages } from '../shell/pages.ts'
import { SearchField } from '../shell/SearchField.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { useMay, useSelf } from '../workspaces/here.ts'
import { AddMembers } from './AddMembers.tsx'
import { DownloadMembers } from './DownloadMembers.tsx'
import { InvitedMembers } from './InvitedMembers.tsx'
import { LimitMembers } from './LimitMembers.tsx'
import { MoveMembers } from './MoveMembers.tsx'
import { RemoveMembers } from './RemoveMembers.tsx'

type UserGroup = Reply<typeof groups.get>['userGroup']
type Member = Reply<typeof members.directory>['users'][number]
type What = 'add' | 'limit' | 'remove' | 'move'

/** Who is in a group: members, and people who are invited. Some of them can be chosen, to be removed or moved. */
export function GroupMembers({ group }: { group: UserGroup }) {
  const may = useMay()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const { asked, ask, close } = useAsked<What>()
  const finish = () => {
    setChosen(new Set())
    close()
  }
  if (!may(members.directory)) return <ClosedDoor call={members.directory} />

  const dialog = { group, emails: [...chosen], onClose: close, onDone: finish }
  return (
    <Stack gap="md">
      <Toolbar group={group} count={chosen.size} ask={ask} />
      <List group={group} chosen={chosen} setChosen={setChosen} ask={ask} />
      <InvitedMembers groupId={group.id} chosen={chosen} setChosen={setChosen} />
      {asked === 'add' && <AddMembers {...dialog} />}
      {asked === 'limit' && <LimitMembers {...dialog} />}
      {asked === 'remove' && <RemoveMembers {...dialog} />}
      {asked === 'move' && <MoveMembers {...dialog} />}
    </Stack>
  )
}

function Toolbar({ group, count, ask }: { group: UserGroup; count: number; ask: (what: What) => void }) {
  const { t } = useTranslation()
  const planRefusal = usePlanRefusal('user-groups')
  const managed = group.managed ? t('provisioning.why.members') : null
  const none = count === 0 ? t('groups.chooseFirst') : null
  return (
    <Group gap="sm">
      <SearchField label={t('groups.searchMembers')} />
      <MayButton
        call={groups.addUsers}
        refusal={managed ?? planRefusal}
        leftSection={<IconPlus size={18} aria-hidden />}
        onClick={() => ask('add')}
      >
        {t('groups.add')}
      </MayButton>
      <MayButton
        call={groups.addUsers}
        variant="default"
        refusal={managed ?? planRefusal ?? none}
        leftSection={<IconClock size={18} aria-hidden />}
        onClick={() => ask('limit')}
      >
        {t('groups.limit')}
      </MayButton>
      <MayButton
        call={groups.addUsers}
        variant="default"
        refusal={managed ?? planRefusal ?? none}
        leftSection={<IconArrowsExchange size={18} aria-hidden />}
        onClick={() => ask('move')}
      >
        {t('groups.move')}
      </MayButton>
      <MayButton
        call={groups.removeUsers}
        variant="default"
        refusal={managed ?? none}
        leftSection={<IconUserMinus size={18} aria-hidden />}
        onClick={() => ask('remove')}
      >
        {t('common.remove')}
      </MayButton>
      <DownloadMembers group={group} />
      <Text size="sm" role="status">
        {count > 0 && t('list.chosen', { count })}
      </Text>
    </Group>
  )
}

interface Given {
  group: UserGroup
  chosen: ReadonlySet<string>
  setChosen: (emails: ReadonlySet<string>) => void
  ask: (what: What) => void
}

function List({ group, chosen, setChosen, ask }: Given) {
  const { t } = useTranslation()
  const [{ q = '', order }] = useAddress()
  const query = {
    groupId: group.id,
    search: q,
    sort: 'name',
    order: order === 'down' ? 'down' : 'up',
  } as const
  const usePage = (pagination: Asked) =>
    useReply(members.directory, { query: { ...query, pagination } }, { keep: true })
  const pages = usePages(JSON.stringify(query), usePage, (data) => data.users)
  return (
    <Listing
      caption={t('groups.membersOf', { name: group.name })}
      pages={pages}
      columns={useColumns(group.id)}
      idOf={({ email }) => email}
      chosen={{ ids: chosen, set: setChosen, nameOf: ({ name }) => name }}
      empty={
        q === '' ? <Nobody group={group} onAdd={() => ask('add')} /> : <Text>{t('list.noneFound')}</Text>
      }
    />
  )
}

function Nobody({ group, onAdd }: { group: UserGroup; onAdd: () => void }) {
  const { t } = useTranslation()
  const planRefusal = usePlanRefusal('user-groups')
  const managed = group.managed ? t('provisioning.why.members') : null
  return (
    <Empty
      icon={IconUsersGroup}
      title={t('groups.nobodyTitle')}
      text={t('groups.nobodyText')}
      action={
        <MayButton call={groups.addUsers} refusal={managed ?? planRefusal} onClick={onAdd}>
          {t('groups.add')}
        </MayButton>
      }
    />
  )
}

function useColumns(groupId: string): Column<Member>[] {
  const { t } = useTranslation()
  const self = useSelf()
  return [
    {
      id: 'name',
      title: t('groups.member'),
      isSortable: true,
      cell: ({ id, name, email, managed, groupEndsAt }) => (
        <PersonLine name={name} email={email} isYou={id === self} isManaged={managed} endsAt={groupEndsAt} />
      ),
    },
    {
      id: 'roles',
      title: t('groups.ownRoles'),
      width: '30%',
      cell: ({ permissions }) => <RoleChips permissions={permissions} max={2} />,
    },
    {
      id: 'groups',
      title: t('groups.otherGroups'),
      width: '26%',
      cell: ({ groups: all, groupCount }) => {
        const others = all.filter(({ id }) => id !== groupId)
        return <OtherGroups names={others.map(({ name }) => name)} count={groupCount - 1} />
      },
    },
  ]
}

function OtherGroups({ names, count }: { names: string[]; count: number }) {
  const { t } = useTranslation()
  const shown = names.slice(0, 2)
  const rest = count - shown.length
  if (count === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('groups.noOthers')}
      </Text>
    )
  return (
    <Text size="sm" lineClamp={3} dir="auto">
      {shown.join(', ')} {rest > 0 && t('list.more', { count: rest })}
    </Text>
  )
}
