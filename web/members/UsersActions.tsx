import { Stack } from '@mantine/core'
import { IconDownload, IconUserPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { useCall } from '../data.ts'
import { MayButton } from '../shell/MayButton.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { saveFile } from '../shell/save-file.ts'
import { useHere } from '../workspaces/here.ts'

/** What can be done about all people of the workspace at once. */
export function UsersActions() {
  return (
    <>
      <DownloadCsv />
      <InviteButton />
    </>
  )
}

/** Leads to the page on which people are invited. */
export function InviteButton() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const navigate = useNavigate()
  return (
    <MayButton
      call={invites.create}
      leftSection={<IconUserPlus size={18} aria-hidden />}
      onClick={() => void navigate({ to: `/w/${workspace.slug}/access/users/invite` })}
    >
      {t('members.invite')}
    </MayButton>
  )
}

function DownloadCsv() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  // By a call and not by a link: it may ask for a fresh proof first, in a dialog.
  const download = useCall(members.exportAll)
  const save = (text: string) => saveFile(`${workspace.slug}-users.csv`, text)
  return (
    <Stack gap="xs">
      <MayButton
        call={members.exportAll}
        variant="default"
        leftSection={<IconDownload size={18} aria-hidden />}
        loading={download.isPending}
        onClick={() => download.mutate({}, { onSuccess: save })}
      >
        {t('members.csv')}
      </MayButton>
      <Refusal error={download.error} />
    </Stack>
  )
}
