import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { groups as endpoints } from '../../contract/groups.ts'
import { useCall } from '../data.ts'
import { planned } from '../previews/planned.ts'
import { Review } from '../previews/Review.tsx'
import type { PickedGroup } from './GroupPicker.tsx'
import { useInTurn } from './in-turn.ts'
import { Progressing } from './Progressing.tsx'

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
  const remove = useCall(endpoints.removeUsers)
  const work = useInTurn()
  const calls = groups.map(({ id }) => ({ params: { userGroupId: id }, query: { emails: [user.email] } }))
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
      title={t('members.removeFromTitle', { name: user.name })}
      submit={t('common.remove')}
      changes={calls.map((call) => planned(endpoints.removeUsers, call))}
      call={work}
      onSave={save}
      isDangerous
    >
      <Stack gap="xs">
        <Text size="sm" dir="auto">
          {groups.map(({ name }) => name).join(', ')}
        </Text>
        <Progressing {...work} />
      </Stack>
    </Review>
  )
}
