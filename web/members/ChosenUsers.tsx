import { Button, Text } from '@mantine/core'
import { IconUserMinus, IconUsersPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { groups } from '../../contract/groups.ts'
import { members } from '../../contract/members.ts'
import { MayButton } from '../shell/MayButton.tsx'
import { useFeature, useSelf } from '../workspaces/here.ts'
import { AddToGroups } from './AddToGroups.tsx'
import { RemoveUsers } from './RemoveUsers.tsx'

interface Given {
  users: readonly { id: string; name: string; email: string; managed: boolean }[]
  onNone: () => void
}

const USERS_MAX = 1_000

/** What can be done with the people who are chosen in the list. */
export function ChosenUsers({ users, onNone }: Given) {
  const { t } = useTranslation()
  const self = useSelf()
  const hasGroups = useFeature()('user-groups')
  const [open, setOpen] = useState<'add' | 'remove' | null>(null)
  const close = () => setOpen(null)
  const isMe = users.some(({ id }) => id === self)
  const managed = users.some((one) => one.managed) ? t('provisioning.why.users') : null
  const tooMany = users.length > USERS_MAX ? t('members.tooMany', { count: USERS_MAX }) : null
  return (
    <section className="chosen-bar" aria-label={t('members.chosen')}>
      <Text size="sm" fw={600} role="status" style={{ flex: 1 }}>
        {t('list.chosen', { count: users.length })}
      </Text>
      <MayButton
        call={groups.addUsers}
        variant="default"
        size="xs"
        refusal={hasGroups ? tooMany : t('members.noGroupsInPlan')}
        leftSection={<IconUsersPlus size={16} aria-hidden />}
        onClick={() => setOpen('add')}
      >
        {t('members.addToGroup')}
      </MayButton>
      <MayButton
        call={members.remove}
        variant="default"
        size="xs"
        refusal={isMe ? t('members.notYourself') : (managed ?? tooMany)}
        leftSection={<IconUserMinus size={16} aria-hidden />}
        onClick={() => setOpen('remove')}
      >
        {t('members.remove')}
      </MayButton>
      <Button variant="subtle" size="xs" onClick={onNone}>
        {t('list.chooseNone')}
      </Button>
      <AddToGroups users={users} isOpen={open === 'add'} onClose={close} onDone={onNone} />
      <RemoveUsers users={users} isOpen={open === 'remove'} onClose={close} onDone={onNone} />
    </section>
  )
}
