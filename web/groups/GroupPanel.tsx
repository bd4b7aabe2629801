import { Button, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { groups } from '../../contract/groups.ts'
import { useReply } from '../data.ts'
import { AccessSummary } from '../decisions/AccessSummary.tsx'
import { ManagedMark } from '../provisioning/ManagedMark.tsx'
import { SidePanel } from '../shell/SidePanel.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { useHere } from '../workspaces/here.ts'
import { GroupMark } from './GroupLine.tsx'

/** What a group gives to its members, beside the list of groups. */
export function GroupPanel({ groupId }: { groupId: string }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const group = useReply(groups.get, { params: { userGroupId: groupId } })
  const name = group.data?.userGroup.name
  return (
    <SidePanel of={groupId} title={name ?? t('groups.one')} icon={name && <GroupMark name={name} />}>
      <Waiting on={group}>
        {({ userGroup }) => (
          <>
            <Text size="sm" c="dimmed">
              {t('groups.memberCount', { count: userGroup.memberCount })}
            </Text>
            {userGroup.managed && <ManagedMark />}
            <Button
              variant="default"
              renderRoot={(props) => <Link to={`/w/${workspace.slug}/access/groups/${groupId}`} {...props} />}
            >
              {t('groups.edit')}
            </Button>
            <Title order={3} size="h5">
              {t('groups.permissions')}
            </Title>
            <AccessSummary subject={{ type: 'group', id: groupId }} />
          </>
        )}
      </Waiting>
    </SidePanel>
  )
}
