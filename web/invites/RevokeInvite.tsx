import { useTranslation } from 'react-i18next'
import { invites } from '../../contract/invites.ts'
import { useCall } from '../data.ts'
import { Confirm } from '../shell/Confirm.tsx'
import type { Invite } from './InvitesPage.tsx'

/** Asks before an invite is taken back. */
export function RevokeInvite({ invite: { email }, onClose }: { invite: Invite; onClose: () => void }) {
  const { t } = useTranslation()
  const revoke = useCall(invites.delete)
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={t('invites.revokeTitle', { email })}
      text={t('invites.revokeText')}
      submit={t('invites.revoke')}
      call={revoke}
      onConfirm={() => revoke.mutate({ query: { emails: [email] } }, { onSuccess: onClose })}
    />
  )
}
