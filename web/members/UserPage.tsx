import { Badge, Group, Tabs, Text } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../contract/endpoint.ts'
import { members } from '../../contract/members.ts'
import { useReply } from '../data.ts'
import { AccessSummary } from '../decisions/AccessSummary.tsx'
import { EffectiveAccess } from '../decisions/EffectiveAccess.tsx'
import { type Draft, draftOf, isSameDraft } from '../grants/draft.ts'
import { ManagedUser } from '../provisioning/ManagedNotice.tsx'
import { useAddress } from '../shell/addresses.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Page } from '../shell/Page.tsx'
import { Section } from '../shell/Section.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { useHere, useMay, useSelf } from '../workspaces/here.ts'
import { AskBeforeLeaving } from './AskBeforeLeaving.tsx'
import { LeaveWorkspace } from './LeaveWorkspace.tsx'
import { RemoveUser } from './RemoveUser.tsx'
import { UserDetails } from './UserDetails.tsx'
import { UserGroups } from './UserGroups.tsx'
import { UserRoles } from './UserRoles.tsx'
import './members.css'

/** A member as their page shows them. */
export type User = Reply<typeof members.get>['user']

/** One member: their roles, groups, access, and how they come in. */
export function UserPage() {
  const { t } = useTranslation()
  const { userId = '' } = useParams({ strict: false })
  const { workspace, me } = useHere()
  const self = useSelf()
  const may = useMay()
  const isOpen = may(members.get)
  const user = useReply(members.get, { params: { userId } }, { enabled: isOpen })
  const back = { to: `/w/${workspace.slug}/access/users`, text: t('members.all') }
  const isMe = userId === self
  if (isOpen && user.data) return <Known key={userId} user={user.data.user} back={back} />
  return (
    <Page title={isMe ? me.name : t('members.one')} back={back} actions={isMe && <LeaveWorkspace />}>
      {isOpen ? <Waiting on={user}>{() => null}</Waiting> : <ClosedDoor call={members.get} />}
    </Page>
  )
}

function Known({ user, back }: { user: User; back: { to: string; text: string } }) {
  const { t } = useTranslation()
  const isMe = user.id === useSelf()
  const base = draftOf(user.permissions)
  const [edited, setEdited] = useState<Draft | null>(null)
  const isChanged = edited !== null && !isSameDraft(edited, base)
  const roles = { draft: edited ?? base, isChanged, set: setEdited }
  return (
    <Page
      title={user.name}
      back={back}
      lead={<Lead user={user} isMe={isMe} />}
      actions={isMe ? <LeaveWorkspace /> : <RemoveUser user={user} />}
    >
      {user.managed && <ManagedUser user={user} />}
      <AskBeforeLeaving isChanged={isChanged} text={t('members.unsaved', { name: user.name })} />
      <div className="with-summary">
        <UserTabs user={user} roles={roles} />
        <Section title={t('members.summary')} lead={t('members.summaryText')}>
          <AccessSummary subject={{ type: 'user', id: user.id }} />
        </Section>
      </div>
    </Page>
  )
}

function Lead({ user: { name, email, isOwner }, isMe }: { user: User; isMe: boolean }) {
  const { t } = useTranslation()
  return (
    <Group component="span" gap={8}>
      {email !== name && <span>{email}</span>}
      {isOwner && <Badge variant="default">{t('members.owner')}</Badge>}
      {isMe && <Badge variant="default">{t('frame.you')}</Badge>}
    </Group>
  )
}

interface Roles {
  draft: Draft
  isChanged: boolean
  set: (draft: Draft | null) => void
}

function UserTabs({ user, roles }: { user: User; roles: Roles }) {
  const { t } = useTranslation()
  const [{ tab = 'roles' }, setAddress] = useAddress()
  return (
    <Tabs
      value={tab}
      onChange={(chosen) => setAddress({ tab: chosen === 'roles' ? undefined : (chosen ?? undefined) })}
      keepMounted={false}
    >
      <Tabs.List mb="lg">
        <Tabs.Tab value="roles">
          {t('members.roles')}
          {roles.isChanged && <Text span> · {t('members.notSaved')}</Text>}
        </Tabs.Tab>
        <Tabs.Tab value="groups">{t('frame.groups')}</Tabs.Tab>
        <Tabs.Tab value="access">{t('members.effective')}</Tabs.Tab>
        <Tabs.Tab value="details">{t('members.details')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="roles">
        <UserRoles user={user} {...roles} />
      </Tabs.Panel>
      <Tabs.Panel value="groups">
        <UserGroups user={user} />
      </Tabs.Panel>
      <Tabs.Panel value="access">
        <EffectiveAccess subject={{ type: 'user', id: user.id }} />
      </Tabs.Panel>
      <Tabs.Panel value="details">
        <UserDetails user={user} />
      </Tabs.Panel>
    </Tabs>
  )
}
