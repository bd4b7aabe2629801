import { ActionIcon, Menu, Stack } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCopy, IconDots, IconPencil, IconSend, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { invites } from '../../contract/invites.ts'
import { useCall } from '../data.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { useMay } from '../workspaces/here.ts'
import type { Invite } from './InvitesPage.tsx'
import type { InviteDeeds } from './invite-columns.tsx'

/** What can be done with one invite. Not there for who may do none of it. */
export function InviteMenu({ invite, deeds }: { invite: Invite; deeds: InviteDeeds }) {
  const { t } = useTranslation()
  const may = useMay()
  const resend = useCall(invites.resend)
  const clipboard = useClipboard()
  const { id: inviteId, email, expiresAt, link } = invite
  if (!may(invites.modify)) return null

  const copy = (text: string) => {
    clipboard.copy(text)
    deeds.tell({ kind: 'copied', email, expiresAt })
  }
  const sendAgain = () =>
    resend.mutate(
      { params: { inviteId } },
      { onSuccess: ({ invite }) => deeds.tell({ kind: 'resent', email, expiresAt: invite.expiresAt }) },
    )
  return (
    <Stack gap="xs" align="start">
      <Menu position="bottom-end" width={220} withinPortal={false} floatingStrategy="fixed">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            loading={resend.isPending}
            aria-label={t('invites.deedsFor', { email })}
            data-deeds={inviteId}
          >
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown aria-label={t('invites.deedsFor', { email })}>
          <Menu.Item leftSection={<IconSend size={16} aria-hidden />} onClick={sendAgain}>
            {t('invites.resend')}
          </Menu.Item>
          {link && (
            <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => copy(link)}>
              {t('invites.copy')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => deeds.edit(invite)}>
            {t('invites.edit')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} aria-hidden />} onClick={() => deeds.revoke(invite)}>
            {t('invites.revoke')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Refusal error={resend.error} />
    </Stack>
  )
}
