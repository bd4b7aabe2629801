import { Button } from '@mantine/core'
import { IconDoorExit } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { members } from '../../contract/members.ts'
import { useCall } from '../data.ts'
import { HOME } from '../shell/addresses.ts'
import { Confirm } from '../shell/Confirm.tsx'
import { useHere } from '../workspaces/here.ts'

/** On one's own page: leaves the workspace. */
export function LeaveWorkspace() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const [isOpen, setOpen] = useState(false)
  const leave = useCall(members.leave, { ends: true })
  const close = () => {
    leave.reset()
    setOpen(false)
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDoorExit size={18} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('members.leave')}
      </Button>
      <Confirm
        isOpen={isOpen}
        onClose={close}
        title={t('members.leaveTitle', { workspace: workspace.name })}
        text={t('members.leaveText')}
        submit={t('members.leave')}
        call={leave}
        onConfirm={() => leave.mutate({}, { onSuccess: () => window.location.assign(HOME) })}
      />
    </>
  )
}
