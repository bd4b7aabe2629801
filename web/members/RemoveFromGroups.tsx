import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { groups as endpoints } from '../../contract/groups.ts'
import { ReviewInTurn } from '../previews/ReviewInTurn.tsx'
import type { PickedGroup } from './GroupPicker.tsx'

interface Given {
  user: { name: string; email: string }
  groups: readonly PickedGroup[]
  isOpen: boolean
  onClose: () => void
  /** After they were removed. */
  onDone: () => void
}

/** Takes a member out of groups, after it was said what they lose. */
export function RemoveFromGroups({ user, groups, isOpen, onClose, onDone }: Given) {
  const { t } = useTranslation()
  const done = () => {
    onClose()
    onDone()
  }
  return (
    <ReviewInTurn
      endpoint={endpoints.removeUsers}
      calls={groups.map(({ id }) => ({ params: { userGroupId: id }, query: { emails: [user.email] } }))}
      title={t('members.removeFromTitle', { name: user.name })}
      submit={t('common.remove')}
      isOpen={isOpen}
      onClose={onClose}
      onDone={done}
      isDangerous
    >
      <Text size="sm" dir="auto">
        {groups.map(({ name }) => name).join(', ')}
      </Text>
    </ReviewInTurn>
  )
}
