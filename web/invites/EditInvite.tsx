import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { invites } from '../../contract/invites.ts'
import { useCall } from '../data.ts'
import { type Draft, draftOf, isSameDraft } from '../grants/draft.ts'
import { EndField } from '../grants/EndField.tsx'
import { PermissionsEditor } from '../grants/PermissionsEditor.tsx'
import { AskBeforeClosing, AskBeforeLeaving } from '../members/AskBeforeLeaving.tsx'
import { GroupPicker, type PickedGroup } from '../members/GroupPicker.tsx'
import { useManagedGroups } from '../members/managed-groups.ts'
import { MayButton } from '../shell/MayButton.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { useFeature } from '../workspaces/here.ts'
import { InviteSummary } from './InviteSummary.tsx'
import type { Invite } from './InvitesPage.tsx'
import { invitePermissions } from './permissions.ts'

interface Given {
  invite: Invite
  onClose: () => void
}

/** Changes what an invite will give. It gives nothing before it is accepted, so nobody gains or loses by saving it. */
export function EditInvite({ invite, onClose }: Given) {
  const { t } = useTranslation()
  const [name, setName] = useState(invite.name ?? '')
  const [picked, setPicked] = useState<PickedGroup[]>(invite.groups)
  const [draft, setDraft] = useState<Draft>(() => draftOf(invite.permissions))
  const [endsAt, setEndsAt] = useState<string | null>(invite.endsAt ?? null)
  const modify = useCall(invites.modify)
  const changes = changesOf(invite, { name, picked, draft, endsAt })
  const isChanged = Object.keys(changes).length > 0
  const [isAsking, setAsking] = useState(false)
  // Only after the key that led here: of two dialogs that hear it, the one would take back what the other does.
  const ask = (isWanted: boolean) => void setTimeout(() => setAsking(isWanted))
  const close = () => (isChanged ? ask(true) : onClose())
  const save = () => modify.mutate({ params: { inviteId: invite.id }, body: changes }, { onSuccess: onClose })
  return (
    <Modal
      opened
      onClose={close}
      size="xl"
      title={t('invites.editTitle', { email: invite.email })}
      closeOnClickOutside={false}
      // Then it is the question that is closed.
      closeOnEscape={!isAsking}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <TextInput
          size="sm"
          label={t('invites.name')}
          description={t('invites.nameHint')}
          maxLength={255}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <EndField
          label={t('members.membership')}
          title={t('invites.endTitle')}
          endsAt={endsAt}
          onChange={setEndsAt}
        />
        <Groups of={invite} picked={picked} onChange={setPicked} />
        <PermissionsEditor of="user" value={draft} saved={draftOf(invite.permissions)} onChange={setDraft} />
        <InviteSummary emails={[invite.email]} groups={picked} draft={draft} endsAt={endsAt} />
        <Refusal error={modify.error} />
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {t('common.cancel')}
          </Button>
          <MayButton
            call={invites.modify}
            refusal={isChanged ? null : t('members.nothingChanged')}
            loading={modify.isPending}
            onClick={save}
          >
            {t('common.save')}
          </MayButton>
        </Group>
      </Stack>
      <AskBeforeLeaving isChanged={isChanged} text={t('invites.unsaved')} />
      <AskBeforeClosing
        isOpen={isAsking}
        text={t('invites.unsaved')}
        onStay={() => ask(false)}
        onLeave={onClose}
      />
    </Modal>
  )
}

interface OfGroups {
  of: Invite
  picked: PickedGroup[]
  onChange: (picked: PickedGroup[]) => void
}

/** Those of the invite that the identity provider fills stay picked. */
function Groups({ of, picked, onChange }: OfGroups) {
  const { t } = useTranslation()
  const hasGroups = useFeature()('user-groups')
  const managed = useManagedGroups(of.groups)
  if (!hasGroups) return null
  return (
    <GroupPicker
      label={t('frame.groups')}
      value={picked.map((group) => ({ ...group, managed: managed.has(group.id) }))}
      onChange={onChange}
      {...(managed.size > 0 && { description: t('provisioning.why.groups') })}
    />
  )
}

interface Edited {
  name: string
  picked: readonly PickedGroup[]
  draft: Draft
  endsAt: string | null
}

/** Only what is different: what is left out of the call stays as it is. */
function changesOf(invite: Invite, { name, picked, draft, endsAt }: Edited) {
  const ids = (groups: readonly PickedGroup[]) => groups.map(({ id }) => id).sort()
  const isRegrouped = JSON.stringify(ids(picked)) !== JSON.stringify(ids(invite.groups))
  return {
    ...(name.trim() !== (invite.name ?? '') && { name: name.trim() || null }),
    ...(endsAt !== (invite.endsAt ?? null) && { endsAt }),
    ...(isRegrouped && { groupIds: ids(picked) }),
    ...(!isSameDraft(draft, draftOf(invite.permissions)) && { permissions: invitePermissions(draft) }),
  }
}
