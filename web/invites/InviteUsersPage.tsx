import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { invites } from '../../contract/invites.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Page } from '../shell/Page.tsx'
import { useHere, useMay } from '../workspaces/here.ts'
import { Invited } from './Invited.tsx'
import { InviteForm } from './InviteForm.tsx'

/** Invites people: who, into which groups, with which roles. */
export function InviteUsersPage() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const may = useMay()
  const [invited, setInvited] = useState<string[] | null>(null)
  const back = { to: `/w/${workspace.slug}/access/users`, text: t('members.all') }
  return (
    <Page
      title={t('invites.inviteTitle', { workspace: workspace.name })}
      lead={invited ? undefined : t('invites.inviteLead')}
      back={back}
    >
      {!may(invites.create) && <ClosedDoor call={invites.create} />}
      {may(invites.create) && !invited && <InviteForm onInvited={setInvited} />}
      {invited && <Invited emails={invited} onMore={() => setInvited(null)} />}
    </Page>
  )
}
