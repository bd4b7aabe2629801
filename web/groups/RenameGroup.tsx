import { useTranslation } from 'react-i18next'
import { groups } from '../../contract/groups.ts'
import { useCall } from '../data.ts'
import { RenameInPlace } from '../shell/RenameInPlace.tsx'

interface Given {
  group: { id: string; name: string }
  onClose: () => void
}

/** Gives a group another name. */
export function RenameGroup({ group, onClose }: Given) {
  const { t } = useTranslation()
  const rename = useCall(groups.rename)
  const save = (name: string) =>
    rename.mutate({ params: { userGroupId: group.id }, body: { name } }, { onSuccess: onClose })
  return (
    <RenameInPlace
      label={t('groups.nameLabel')}
      name={group.name}
      call={rename}
      onSave={save}
      onClose={onClose}
    />
  )
}
