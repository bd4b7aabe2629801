import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { groups } from '../../contract/groups.ts'
import { useCall } from '../data.ts'
import { EndField } from '../grants/EndField.tsx'
import { planned } from '../previews/planned.ts'
import { Review } from '../previews/Review.tsx'
import type { MembersDialog } from './dialog.ts'
import type { Someone } from './found.ts'
import { PeopleField } from './PeopleField.tsx'

/** Adds people to a group: first who and for how long, then what they gain by it. */
export function AddMembers({ group, onClose, onDone }: MembersDialog) {
  const { t } = useTranslation()
  const [people, setPeople] = useState<Someone[]>([])
  const [endsAt, setEndsAt] = useState<string | null>(null)
  const [isReviewing, setReviewing] = useState(false)
  const add = useCall(groups.addUsers)
  const given = {
    params: { userGroupId: group.id },
    body: { emails: people.map(({ email }) => email), ...(endsAt && { endsAt }) },
  }
  if (isReviewing)
    return (
      <Review
        isOpen
        onClose={() => setReviewing(false)}
        title={t('groups.addTitle', { count: people.length, name: group.name })}
        submit={t('groups.add')}
        changes={[planned(groups.addUsers, given)]}
        call={add}
        onSave={() => add.mutate(given, { onSuccess: onDone })}
      />
    )

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('groups.addTo', { name: group.name })}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Text size="sm">{t('groups.addText')}</Text>
        <PeopleField label={t('groups.addLabel')} value={people} onChange={setPeople} groupId={group.id} />
        <EndField
          label={t('groups.inGroup')}
          title={t('groups.endTitle', { name: group.name })}
          endsAt={endsAt}
          onChange={setEndsAt}
        />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button disabled={people.length === 0} onClick={() => setReviewing(true)}>
            {t('groups.reviewAdd', { count: people.length })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
