import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { members } from '../../contract/members.ts'
import { useCall } from '../data.ts'
import { MayButton } from '../shell/MayButton.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { saveFile } from '../shell/save-file.ts'

/** Downloads the members of a group with their roles and groups. It asks for a fresh proof. */
export function DownloadMembers({ group: { id, name } }: { group: { id: string; name: string } }) {
  const { t } = useTranslation()
  const file = useCall(members.exportGroup)
  const download = () =>
    file.mutate({ params: { userGroupId: id } }, { onSuccess: (text) => saveFile(fileName(name), text) })
  return (
    <>
      <MayButton
        call={members.exportGroup}
        variant="default"
        leftSection={<IconDownload size={18} aria-hidden />}
        loading={file.isPending}
        onClick={download}
      >
        {t('groups.download')}
      </MayButton>
      <Refusal error={file.error} />
    </>
  )
}

/** `Ops / Köln` is `Ops Köln.csv`: no system takes a slash in the name of a file. */
function fileName(group: string): string {
  const plain = group.replace(/[^\p{L}\p{N} _-]+/gu, ' ').replace(/\s+/g, ' ')
  return `${plain.trim().slice(0, 80) || 'group'}.csv`
}
