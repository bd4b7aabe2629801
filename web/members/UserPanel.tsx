import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { grants } from '../../contract/grants.ts'
import { members } from '../../contract/members.ts'
import { useReply } from '../data.ts'
import { AccessSummary } from '../decisions/AccessSummary.tsx'
import { ManagedMark } from '../provisioning/ManagedMark.tsx'
import { SidePanel } from '../shell/SidePanel.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { useHere, useMay, useSelf } from '../workspaces/here.ts'
import { MembershipEnd } from './MembershipEnd.tsx'

const GROUPS_SHOWN = 10

/** Beside the list of people, what the chosen one may do. */
export function UserPanel({ userId }: { userId: string }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const self = useSelf()
  const may = useMay()
  const user = useReply(members.get, { params: { userId } })
  const page = `/w/${workspace.slug}/access/users/${userId}`
  return (
    <SidePanel of={userId} title={user.data?.user.name}>
      <Waiting on={user}>
        {({ user: shown }) => (
          <Stack gap="md">
            <div>
              <Text size="sm">{shown.email}</Text>
              <Group gap={6} mt={4}>
                {shown.isOwner && <Badge variant="default">{t('members.owner')}</Badge>}
                {userId === self && <Badge variant="default">{t('frame.you')}</Badge>}
              </Group>
              {shown.managed && <ManagedMark />}
            </div>
            <div>
              <Title order={3} size="h6">
                {t('members.membership')}
              </Title>
              <MembershipEnd user={shown} />
            </div>
            <Button
              variant="default"
              leftSection={<IconPencil size={16} aria-hidden />}
              renderRoot={(props) => <Link to={page} {...props} />}
            >
              {t(may(grants.replaceForUser) ? 'members.edit' : 'members.open')}
            </Button>
            <GroupNames userId={userId} />
            <AccessSummary subject={{ type: 'user', id: userId }} />
          </Stack>
        )}
      </Waiting>
    </SidePanel>
  )
}

function GroupNames({ userId }: { userId: string }) {
  const { t } = useTranslation()
  const query = { pagination: { count: GROUPS_SHOWN } }
  const list = useReply(members.listGroups, { params: { userId }, query }).data
  if (!list || list.groups.length === 0) return null

  return (
    <div>
      <Title order={3} size="h6">
        {t('members.groups')}
      </Title>
      <Text size="sm" dir="auto">
        {list.groups.map(({ name }) => name).join(', ')}
        {list.pagination.next && ' …'}
      </Text>
    </div>
  )
}
