import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { RoleChips } from '../grants/RoleChips.tsx'
import { useRoles } from '../grants/roles.ts'
import type { Column } from '../shell/Listing.tsx'
import { useMoments } from '../shell/moments.ts'
import { Opener } from '../shell/Opener.tsx'
import { useSelf } from '../workspaces/here.ts'
import type { Listed } from './directory.ts'
import { PersonLine } from './PersonLine.tsx'
import { useWays } from './ways.ts'

/** The columns of the list of people: all of them, or, while a panel beside it tells the rest, only the first and the last. */
export function useUserColumns(isBrief: boolean): Column<Listed>[] {
  const { t } = useTranslation()
  const moments = useMoments()
  const self = useSelf()
  const rest: Column<Listed>[] = [
    { id: 'groups', title: t('members.groups'), cell: (user) => <Groups user={user} /> },
    { id: 'signIn', title: t('members.signIn'), width: 130, cell: (user) => <SignIn user={user} /> },
  ]
  const name: Column<Listed> = {
    id: 'name',
    title: t('members.name'),
    isSortable: true,
    isDefault: true,
    cell: ({ id, name, email, managed, endsAt }) => (
      <Opener of={id}>
        <PersonLine name={name} email={email} isYou={id === self} isManaged={managed} endsAt={endsAt} />
      </Opener>
    ),
  }
  return [
    { ...name, width: isBrief ? '46%' : '30%' },
    { id: 'roles', title: t('members.roles'), cell: (user) => <Roles user={user} /> },
    ...(isBrief ? [] : rest),
    {
      id: 'active',
      title: t('members.lastActive'),
      isSortable: true,
      width: 130,
      cell: ({ lastActiveAt }) => (
        <Text size="sm">{lastActiveAt ? moments.day(lastActiveAt) : t('members.notSignedIn')}</Text>
      ),
    },
  ]
}

function Roles({ user: { permissions, isOwner } }: { user: Listed }) {
  const { t } = useTranslation()
  const owners = new Set(useRoles().data?.roles.flatMap(({ id, owner }) => (owner ? [id] : [])))
  const throughGroup = isOwner && owners.size > 0 && permissions.every(({ roleId }) => !owners.has(roleId))
  return (
    <Stack gap={2}>
      <RoleChips permissions={permissions} max={2} />
      {throughGroup && <Text size="xs">{t('members.ownerThroughGroup')}</Text>}
    </Stack>
  )
}

function Groups({ user: { groups, groupCount } }: { user: Listed }) {
  const { t } = useTranslation()
  const more = groupCount - groups.length
  if (groupCount === 0) return <Text size="sm">–</Text>

  return (
    <Text size="sm" lineClamp={3} dir="auto">
      {groups.map(({ name }) => name).join(', ')}
      {more > 0 && ` ${t('list.more', { count: more })}`}
    </Text>
  )
}

function SignIn({ user: { signIn, mfa } }: { user: Listed }) {
  const { t } = useTranslation()
  const ways = useWays()
  return (
    <Stack gap={2}>
      <Text size="sm">{signIn.length > 0 ? ways.names(signIn) : t('members.noWay')}</Text>
      <Text size="xs" {...(!mfa && { c: 'dimmed' })}>
        {t(mfa ? 'members.mfaOn' : 'members.mfaOff')}
      </Text>
    </Stack>
  )
}
