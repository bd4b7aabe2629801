import { useTranslation } from 'react-i18next'
import { groups } from '../../contract/groups.ts'
import { useCall } from '../data.ts'
import { planned } from '../previews/planned.ts'
import { Review } from '../previews/Review.tsx'
import { useInTurn } from '../shell/in-turn.ts'
import { Progressing } from '../shell/Progressing.tsx'
import type { MembersDialog } from './dialog.ts'
import { inPortions } from './portions.ts'

/** Takes people out of a group, after it was shown what they lose. */
export function RemoveMembers({ group, emails, onClose, onDone }: MembersDialog) {
  const { t } = useTranslation()
  const remove = useCall(groups.removeUsers)
  const steps = useInTurn()
  const given = (some: string[]) => ({ params: { userGroupId: group.id }, query: { emails: some } })
  const calls = inPortions(emails).map((some) => () => remove.mutateAsync(given(some)))
  return (
    <Review
      isOpen
      onClose={onClose}
      title={t('groups.removeTitle', { count: emails.length, name: group.name })}
      submit={t('common.remove')}
      changes={[planned(groups.removeUsers, given(emails))]}
      call={steps}
      onSave={() => void steps.run(calls, onDone)}
      isDangerous
    >
      <Progressing done={steps.done} total={steps.total} />
    </Review>
  )
}
