import { Anchor, Group, Stack, Text } from '@mantine/core'
import { IconPlus, IconUsersGroup, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../contract/endpoint.ts'
import { groups } from '../../contract/groups.ts'
import { members } from '../../contract/members.ts'
import { useReply } from '../data.ts'
import { LimitBadge } from '../grants/LimitBadge.tsx'
import { RoleChips } from '../grants/RoleChips.tsx'
import { ManagedMark } from '../provisioning/ManagedMark.tsx'
import { Empty } from '../shell/Empty.tsx'
import { type Column, Listing } from '../shell/Listing.tsx'
import { MayButton } from '../shell/MayButton.tsx'
import { type Asked, usePages } from '../shell/pages.ts'
import { Section } from '../shell/Section.tsx'
import { useFeature, useHere, useMay } from '../workspaces/here.ts'
import { AddToGroups } from './AddToGroups.tsx'
import { useManagedGroups } from './managed-groups.ts'
import { RemoveFromGroups } from './RemoveFromGroups.tsx'
import type { User } from './UserPage.tsx'

/** As many as one preview takes, because all on a page can be chosen. */
const PAGE_SIZE = 20

/** The groups that a member is in: to be added to more, and removed from some. */
export function UserGroups({ user }: { user: User }) {
  const { t } = useTranslation()
  const hasGroups = useFeature()('user-groups')
  const may = useMay()
  const [open, setOpen] = useState<'add' | 'remove' | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const params = { userId: user.id }
  const usePage = (pagination: Asked) =>
    useReply(members.listGroups, { params, query: { pagination } }, { keep: true })
  const pages = usePages(user.id, usePage, (reply) => reply.groups, PAGE_SIZE)
  const picked = (pages.rows ?? []).filter(({ id }) => chosen.has(id))
  const managed = useManagedGroups(picked).size > 0 ? t('provisioning.why.groups') : null
  const close = () => setOpen(null)
  const choice = { ids: chosen, set: setChosen, nameOf: ({ name }: Joined) => name }
  return (
    <Section
      title={t('frame.groups')}
      lead={t('members.groupsText')}
      aside={
        <Group gap="sm">
          <MayButton
            call={groups.addUsers}
            size="sm"
            refusal={hasGroups ? null : t('members.noGroupsInPlan')}
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setOpen('add')}
          >
            {t('members.addToUserGroup')}
          </MayButton>
          <MayButton
            call={groups.removeUsers}
            size="sm"
            variant="default"
            refusal={picked.length === 0 ? t('members.chooseGroups') : managed}
            leftSection={<IconX size={16} aria-hidden />}
            onClick={() => setOpen('remove')}
          >
            {t('common.remove')}
          </MayButton>
        </Group>
      }
    >
      <Listing
        caption={t('frame.groups')}
        pages={pages}
        columns={useGroupColumns()}
        idOf={(group) => group.id}
        empty={<Empty icon={IconUsersGroup} title={t('members.noGroups')} text={t('members.noGroupsText')} />}
        {...(may(groups.removeUsers) ? { chosen: choice } : {})}
      />
      <AddToGroups users={[user]} isOpen={open === 'add'} onClose={close} />
      <RemoveFromGroups
        user={user}
        groups={picked}
        isOpen={open === 'remove'}
        onClose={close}
        onDone={() => setChosen(new Set())}
      />
    </Section>
  )
}

/** A group that they are in, and when their place in it ends. */
type Joined = Reply<typeof members.listGroups>['groups'][number]

function useGroupColumns(): Column<Joined>[] {
  const { t } = useTranslation()
  return [
    { id: 'name', title: t('members.group'), cell: (group) => <Name group={group} /> },
    { id: 'members', title: t('members.count'), isNumber: true, cell: ({ id }) => <Count groupId={id} /> },
    { id: 'roles', title: t('members.roles'), cell: ({ id }) => <Roles groupId={id} /> },
  ]
}

function Name({ group: { id, name, endsAt } }: { group: Joined }) {
  const { workspace } = useHere()
  const may = useMay()
  const isManaged = useGroup(id)?.managed ?? false
  if (!may(groups.get)) return <Text size="sm">{name}</Text>

  const to = `/w/${workspace.slug}/access/groups/${id}`
  return (
    <Stack gap={2} align="start">
      <Anchor size="sm" dir="auto" lineClamp={3} renderRoot={(props) => <Link to={to} {...props} />}>
        {name}
      </Anchor>
      {isManaged && <ManagedMark />}
      <LimitBadge limits={{ endsAt }} />
    </Stack>
  )
}

/** Each row asks for its own group: the list of a member's groups is Segment's, and names them only. */
function useGroup(userGroupId: string) {
  const may = useMay()
  return useReply(groups.get, { params: { userGroupId } }, { enabled: may(groups.get) }).data?.userGroup
}

function Count({ groupId }: { groupId: string }) {
  const group = useGroup(groupId)
  return <Text size="sm">{group ? new Intl.NumberFormat().format(group.memberCount) : '–'}</Text>
}

function Roles({ groupId }: { groupId: string }) {
  const group = useGroup(groupId)
  return group ? <RoleChips permissions={group.permissions} max={2} /> : '–'
}
