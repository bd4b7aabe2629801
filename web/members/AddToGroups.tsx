import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { groups } from '../../contract/groups.ts'
import { ReviewInTurn } from '../previews/ReviewInTurn.tsx'
import { GroupPicker, type PickedGroup } from './GroupPicker.tsx'

interface Given {
  users: readonly { name: string; email: string }[]
  isOpen: boolean
  onClose: () => void
  /** After they were added. */
  onDone?: () => void
}

/** As many calls as one preview takes. */
const GROUPS_MAX = 20

/** Adds people to groups: which groups, then what it changes, then it is done. */
export function AddToGroups({ users, isOpen, onClose, onDone }: Given) {
  const { t } = useTranslation()
  const [picked, setPicked] = useState<PickedGroup[]>([])
  const [isReviewed, setReviewed] = useState(false)
  const emails = users.map(({ email }) => email)
  const who = users.length === 1 ? users[0]?.name : t('members.people', { count: users.length })
  const close = () => {
    setPicked([])
    setReviewed(false)
    onClose()
  }
  const done = () => {
    close()
    onDone?.()
  }
  const title = t('members.addTitle', { who })
  return (
    <>
      <PickGroups
        title={title}
        isOpen={isOpen && !isReviewed}
        onClose={close}
        picked={picked}
        onPick={setPicked}
        onReady={() => setReviewed(true)}
      />
      <ReviewInTurn
        endpoint={groups.addUsers}
        calls={picked.map(({ id }) => ({ params: { userGroupId: id }, body: { emails } }))}
        title={title}
        submit={t('members.addSubmit')}
        isOpen={isOpen && isReviewed}
        onClose={close}
        onDone={done}
      >
        <Text size="sm">{t('members.addTo', { groups: picked.map(({ name }) => name).join(', ') })}</Text>
      </ReviewInTurn>
    </>
  )
}

interface Picking {
  title: string
  isOpen: boolean
  onClose: () => void
  picked: PickedGroup[]
  onPick: (groups: PickedGroup[]) => void
  onReady: () => void
}

function PickGroups({ title, isOpen, onClose, picked, onPick, onReady }: Picking) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <GroupPicker label={t('members.groups')} value={picked} onChange={onPick} max={GROUPS_MAX} />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button disabled={picked.length === 0} onClick={onReady}>
            {t('members.review')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
