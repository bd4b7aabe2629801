import { Tabs } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../contract/endpoint.ts'
import { groups } from '../../contract/groups.ts'
import { useReply } from '../data.ts'
import { AccessSummary } from '../decisions/AccessSummary.tsx'
import { RolesSection } from '../grants/RolesSection.tsx'
import { ManagedGroup } from '../provisioning/ManagedNotice.tsx'
import { useAddress } from '../shell/addresses.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { DeleteButton } from '../shell/DeleteButton.tsx'
import { MayButton } from '../shell/MayButton.tsx'
import { Page } from '../shell/Page.tsx'
import { PlanNotice } from '../shell/PlanNotice.tsx'
import { Section } from '../shell/Section.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { Waiting } from '../shell/Waiting.tsx'
import { useHere, useMay } from '../workspaces/here.ts'
import { DeleteGroup } from './DeleteGroup.tsx'
import { GroupMembers } from './GroupMembers.tsx'
import { RenameGroup } from './RenameGroup.tsx'

type UserGroup = Reply<typeof groups.get>['userGroup']
const tabs = ['roles', 'members', 'access'] as const

/** One group: its name, its roles, its members, and what it gives them. */
export function GroupPage() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const may = useMay()
  const { groupId = '' } = useParams({ strict: false })
  const isOpen = may(groups.get)
  const group = useReply(groups.get, { params: { userGroupId: groupId } }, { enabled: isOpen })
  const { asked, ask, close } = useAsked<'rename' | 'delete'>()
  const userGroup = group.data?.userGroup
  return (
    <Page
      title={userGroup?.name ?? t('groups.one')}
      lead={userGroup && t('groups.memberCount', { count: userGroup.memberCount })}
      back={{ to: `/w/${workspace.slug}/access/groups`, text: t('groups.all') }}
      actions={
        userGroup && (
          <Actions group={userGroup} onRename={() => ask('rename')} onDelete={() => ask('delete')} />
        )
      }
    >
      <PlanNotice feature="user-groups" />
      {userGroup?.managed && <ManagedGroup group={userGroup} />}
      {userGroup && asked === 'rename' && <RenameGroup group={userGroup} onClose={close} />}
      {isOpen ? (
        <Waiting on={group}>{(data) => <Contents group={data.userGroup} />}</Waiting>
      ) : (
        <ClosedDoor call={groups.get} />
      )}
      {userGroup && <DeleteGroup group={userGroup} isOpen={asked === 'delete'} onClose={close} />}
    </Page>
  )
}

interface OfActions {
  group: UserGroup
  onRename: () => void
  onDelete: () => void
}

function Actions({ group: { managed }, onRename, onDelete }: OfActions) {
  const { t } = useTranslation()
  const refusal = managed ? t('provisioning.why.group') : null
  return (
    <>
      <MayButton
        call={groups.rename}
        variant="default"
        refusal={refusal}
        leftSection={<IconPencil size={18} aria-hidden />}
        onClick={onRename}
      >
        {t('common.rename')}
      </MayButton>
      <DeleteButton call={groups.delete} text={t('groups.delete')} refusal={refusal} onClick={onDelete} />
    </>
  )
}

function Contents({ group }: { group: UserGroup }) {
  const { t } = useTranslation()
  const [{ tab }, setAddress] = useAddress()
  const current = tabs.find((one) => one === tab) ?? 'roles'
  // What one tab is searched for, the others are not.
  const open = (next: string | null) => setAddress({ tab: next ?? undefined, q: undefined, order: undefined })
  return (
    <Tabs value={current} onChange={open} keepMounted={false}>
      <Tabs.List mb="lg">
        <Tabs.Tab value="roles">{t('groups.roles')}</Tabs.Tab>
        <Tabs.Tab value="members">{t('groups.members')}</Tabs.Tab>
        <Tabs.Tab value="access">{t('groups.effective')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="roles">
        <RolesSection
          holder={{ type: 'group', id: group.id }}
          title={t('groups.rolesOf')}
          lead={t('groups.rolesLead')}
          reviewTitle={t('groups.rolesTitle', { name: group.name })}
          permissions={group.permissions}
        />
      </Tabs.Panel>
      <Tabs.Panel value="members">
        <GroupMembers group={group} />
      </Tabs.Panel>
      <Tabs.Panel value="access">
        <Section title={t('groups.effective')} lead={t('groups.effectiveLead')}>
          <AccessSummary subject={{ type: 'group', id: group.id }} />
        </Section>
      </Tabs.Panel>
    </Tabs>
  )
}
