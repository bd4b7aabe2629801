import { Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { groups } from '../../contract/groups.ts'
import { useCall } from '../data.ts'
import { planned } from '../previews/planned.ts'
import { Review } from '../previews/Review.tsx'
import { useHere } from '../workspaces/here.ts'

interface Given {
  group: { id: string; name: string; memberCount: number }
  isOpen: boolean
  onClose: () => void
}

/** Deletes a group, after it was shown what its members lose. They stay in the workspace. */
export function DeleteGroup({ group, isOpen, onClose }: Given) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const navigate = useNavigate()
  const remove = useCall(groups.delete)
  const given = { params: { userGroupId: group.id } }
  const leave = () => void navigate({ to: `/w/${workspace.slug}/access/groups` })
  return (
    <Review
      isOpen={isOpen}
      onClose={onClose}
      title={t('groups.deleteTitle', { name: group.name })}
      submit={t('groups.deleteSubmit')}
      changes={[planned(groups.delete, given)]}
      call={remove}
      onSave={() => remove.mutate(given, { onSuccess: leave })}
      isDangerous
    >
      <Text size="sm">{t('groups.deleteText', { count: group.memberCount })}</Text>
    </Review>
  )
}
