import { Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Waiting } from '../shell/Waiting.tsx'
import { AskForm } from './AskForm.tsx'
import { OpenRequest } from './OpenRequest.tsx'
import { type DoorOf, newestAbout, useMine } from './request.ts'

interface Given {
  door: DoorOf
  /** Several things that the person may not do here, to choose one of them. */
  deeds?: readonly { name: string; says: string }[]
  /** The role that is wished for at first, in place of the smallest. */
  roleId?: string
  onClose: () => void
}

/** Asks the owners for access; where that was done already, it shows the open request. */
export function AskDialog({ door, deeds, roleId, onClose }: Given) {
  const { t } = useTranslation()
  const mine = useMine()
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('requests.ask')}
      size="lg"
      centered={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Waiting on={mine}>
        {({ accessRequests: all }) => {
          const newest = newestAbout(all, door)
          if (newest?.state === 'open') return <OpenRequest door={door} request={newest} takesFocus />
          return (
            <Stack>
              <Text size="sm">{t('requests.askLead')}</Text>
              <AskForm door={door} {...(deeds && { deeds })} roleId={roleId} onClose={onClose} />
            </Stack>
          )
        }}
      </Waiting>
    </Modal>
  )
}
