import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { members } from '../../contract/members.ts'
import { useCall } from '../data.ts'
import { planned } from '../previews/planned.ts'
import { Review } from '../previews/Review.tsx'
import { useInTurn } from './in-turn.ts'
import { Progressing } from './Progressing.tsx'

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
  const remove = useCall(members.remove)
  const work = useInTurn()
  const calls = inParts(users.map(({ id }) => id)).map((userIds) => ({ query: { userIds } }))
  const who = users.length === 1 ? users[0]?.name : t('members.people', { count: users.length })
  const close = () => {
    work.reset()
    onClose()
  }
  const done = () => {
    onClose()
    onDone()
  }
  const save = () =>
    void work.run(
      calls.map((call) => () => remove.mutateAsync(call)),
      done,
    )
  return (
    <Review
      isOpen={isOpen}
      onClose={close}
      title={t('members.removeTitle', { who })}
      submit={t('members.remove')}
      changes={calls.map((call) => planned(members.remove, call))}
      call={work}
      onSave={save}
      isDangerous
    >
      <Stack gap="xs">
        <Text size="sm">{t('members.removeText', { count: users.length })}</Text>
        <Progressing {...work} />
      </Stack>
    </Review>
  )
}

function inParts(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / IDS_PER_CALL)
  return Array.from({ length: count }, (_, part) => ids.slice(part * IDS_PER_CALL, (part + 1) * IDS_PER_CALL))
}
