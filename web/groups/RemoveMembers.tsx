import { useTranslation } from 'react-i18next'
import { groups } from '../../contract/groups.ts'
import { ReviewInTurn } from '../previews/ReviewInTurn.tsx'
import { inPortions } from '../shell/portions.ts'
import type { MembersDialog } from './dialog.ts'

/** Takes people out of a group, after it was shown what they lose. */
export function RemoveMembers({ group, emails, onClose, onDone }: MembersDialog) {
  const { t } = useTranslation()
  return (
    <ReviewInTurn
      endpoint={groups.removeUsers}
      calls={inPortions(emails).map((some) => ({
        params: { userGroupId: group.id },
        query: { emails: some },
      }))}
      title={t('groups.removeTitle', { count: emails.length, name: group.name })}
      submit={t('common.remove')}
      isOpen
      onClose={onClose}
      onDone={onDone}
      isDangerous
    />
  )
}
