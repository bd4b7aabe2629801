import { Alert, Button, Group, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { useCall } from '../data.ts'
import type { Draft } from '../grants/draft.ts'
import { EndField } from '../grants/EndField.tsx'
import { PermissionsEditor } from '../grants/PermissionsEditor.tsx'
import { AskBeforeLeaving } from '../members/AskBeforeLeaving.tsx'
import { GroupPicker, type PickedGroup } from '../members/GroupPicker.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { useFeature, useMay } from '../workspaces/here.ts'
import { AddressField } from './AddressField.tsx'
import { isAddress } from './addresses.ts'
import { InviteSummary } from './InviteSummary.tsx'
import { invitePermissions } from './permissions.ts'
import { refusedAddresses } from './refused-addresses.ts'

/** Who is invited, and what they get: groups first, because those are what most people should have. */
export function InviteForm({ onInvited }: { onInvited: (emails: string[]) => void }) {
  const { t } = useTranslation()
  const [emails, setEmails] = useState<string[]>([])
  const [name, setName] = useState('')
  const [picked, setPicked] = useState<PickedGroup[]>([])
  const [draft, setDraft] = useState<Draft>([])
  const [endsAt, setEndsAt] = useState<string | null>(null)
  const sending = useSending({ emails, name, picked, draft, endsAt })
  const change = (after: string[]) => {
    sending.reset()
    setEmails(after)
  }
  return (
    // No form: the return key, pressed while one searches for a role, would send it.
    <div className="invite-form">
      <AskBeforeLeaving isChanged={emails.length > 0} text={t('invites.unsent')} />
      <Stack gap="lg">
        <Section title={t('invites.who')}>
          <AddressField emails={emails} onChange={change} refused={sending.refused} error={sending.missing} />
          <Refused emails={emails} refused={sending.refused} onChange={change} />
          {emails.length === 1 && (
            <TextInput
              size="sm"
              label={t('invites.name')}
              description={t('invites.nameHint')}
              maxLength={255}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Section>
        <Section title={t('members.membership')} lead={t('invites.endText')}>
          <EndField
            label={t('members.membership')}
            title={t('invites.endTitle')}
            endsAt={endsAt}
            onChange={setEndsAt}
          />
        </Section>
        <InviteGroups picked={picked} onPick={setPicked} />
        <Section title={t('invites.roles')} lead={t('invites.rolesText')}>
          <PermissionsEditor of="user" value={draft} onChange={setDraft} />
        </Section>
      </Stack>
      <aside aria-label={t('invites.summary')}>
        <InviteSummary emails={emails} groups={picked} draft={draft} endsAt={endsAt}>
          {sending.refused.size === 0 && <Refusal error={sending.error} />}
          <Button fullWidth loading={sending.isPending} onClick={() => sending.send(onInvited)}>
            {t('invites.submit', { count: emails.length })}
          </Button>
        </InviteSummary>
      </aside>
    </div>
  )
}

interface Wanted {
  emails: string[]
  name: string
  picked: PickedGroup[]
  draft: Draft
  endsAt: string | null
}

/** Sends the invites, all or none, and says which addresses stand in the way. */
function useSending({ emails, name, picked, draft, endsAt }: Wanted) {
  const { t, i18n } = useTranslation()
  const create = useCall(invites.create)
  const [isTried, setTried] = useState(false)
  const gives = { permissions: invitePermissions(draft), groupIds: picked.map(({ id }) => id), endsAt }
  const isNamed = emails.length === 1 && name.trim() !== ''
  const invalid = emails.filter((email) => !isAddress(email)).length
  const wrong = invalid > 0 ? t('invites.notAddresses', { count: invalid }) : null
  const send = (onInvited: (emails: string[]) => void) => {
    setTried(true)
    if (emails.length === 0 || invalid > 0) return
    const all = emails.map((email) => ({ email, ...gives, ...(isNamed && { name: name.trim() }) }))
    create.mutate({ body: { invites: all } }, { onSuccess: () => onInvited(emails) })
  }
  return {
    send,
    reset: create.reset,
    isPending: create.isPending,
    error: create.error,
    missing: isTried && emails.length === 0 ? t('invites.noAddress') : isTried ? wrong : null,
    refused: refusedAddresses(create.error, emails, { t, language: i18n.language }),
  }
}

interface RefusedGiven {
  emails: readonly string[]
  refused: ReadonlyMap<string, string>
  onChange: (emails: string[]) => void
}

function Refused({ emails, refused, onChange }: RefusedGiven) {
  const { t } = useTranslation()
  if (refused.size === 0) return null

  const rest = emails.filter((email) => !refused.has(email))
  return (
    <Alert color="red" variant="outline" role="alert" styles={plain}>
      <Group justify="space-between">
        {t('invites.refused', { count: refused.size })}
        <Button size="xs" variant="default" onClick={() => onChange(rest)}>
          {t('invites.takeRefused', { count: refused.size })}
        </Button>
      </Group>
    </Alert>
  )
}

const plain = { message: { color: 'var(--mantine-color-text)' } }

function InviteGroups({
  picked,
  onPick,
}: {
  picked: PickedGroup[]
  onPick: (groups: PickedGroup[]) => void
}) {
  const { t } = useTranslation()
  const may = useMay()
  const hasGroups = useFeature()('user-groups')
  if (!may(groups.list)) return null

  return (
    <Section title={t('frame.groups')} lead={t('invites.groupsText')}>
      {hasGroups ? (
        <GroupPicker label={t('invites.groups')} value={picked} onChange={onPick} />
      ) : (
        <Notice>{t('members.noGroupsInPlan')}</Notice>
      )}
    </Section>
  )
}
