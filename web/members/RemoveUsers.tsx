import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { members } from '../../contract/members.ts'
import { ReviewInTurn } from '../previews/ReviewInTurn.tsx'
import { inPortions } from '../shell/portions.ts'

interface Given {
  users: readonly { id: string; name: string }[]
  isOpen: boolean
  onClose: () => void
  /** After they were removed, or some of them. */
  onDone: () => void
}

/** Removes people from the workspace, after it was said what they lose. */
export function RemoveUsers({ users, isOpen, onClose, onDone }: Given) {
  const { t } = useTranslation()
  const who = users.length === 1 ? users[0]?.name : t('members.people', { count: users.length })
  const done = () => {
    onClose()
    onDone()
  }
  return (
    <ReviewInTurn
      endpoint={members.remove}
      calls={inPortions(users.map(({ id }) => id)).map((userIds) => ({ query: { userIds } }))}
      title={t('members.removeTitle', { who })}
      submit={t('members.remove')}
      isOpen={isOpen}
      onClose={onClose}
      onDone={done}
      isDangerous
    >
      <Text size="sm">{t('members.removeText', { count: users.length })}</Text>
    </ReviewInTurn>
  )
}
