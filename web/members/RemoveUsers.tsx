import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { members } from '../../contract/members.ts'
import { ReviewInTurn } from '../previews/ReviewInTurn.tsx'

interface Given {
  users: readonly { id: string; name: string }[]
  isOpen: boolean
  onClose: () => void
  /** After they were removed. */
  onDone: () => void
}

/** The ids stand in the address of the call, which must not grow too long. */
const IDS_PER_CALL = 50

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
      calls={inParts(users.map(({ id }) => id)).map((userIds) => ({ query: { userIds } }))}
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

function inParts(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / IDS_PER_CALL)
  return Array.from({ length: count }, (_, part) => ids.slice(part * IDS_PER_CALL, (part + 1) * IDS_PER_CALL))
}
