import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { groups } from '../../contract/groups.ts'
import { LimitChooser } from '../grants/LimitChooser.tsx'
import { ReviewInTurn } from '../previews/ReviewInTurn.tsx'
import { inPortions } from '../shell/portions.ts'
import type { MembersDialog } from './dialog.ts'

/** Changes until when people are in a group: first until when, then what they lose or gain by it. */
export function LimitMembers({ group, emails, onClose, onDone }: MembersDialog) {
  const { t } = useTranslation()
  const [endsAt, setEndsAt] = useState<string | null>()
  const title = t('groups.endTitle', { name: group.name })
  if (endsAt === undefined)
    return (
      <LimitChooser
        title={title}
        limits={{}}
        onlyEnd
        onClose={onClose}
        onSave={(wanted) => setEndsAt(wanted.endsAt ?? null)}
      />
    )

  return (
    <ReviewInTurn
      endpoint={groups.addUsers}
      calls={inPortions(emails).map((some) => ({
        params: { userGroupId: group.id },
        body: { emails: some, endsAt },
      }))}
      title={title}
      submit={t('common.save')}
      isOpen
      onClose={onClose}
      onDone={onDone}
    />
  )
}
