import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../shell/Refusal.tsx'
import { Difference } from './Difference.tsx'
import type { PlannedChange } from './planned.ts'
import { usePreview } from './preview.ts'

interface Given {
  isOpen: boolean
  onClose: () => void
  title: string
  /** What the button says that makes the change. */
  submit: string
  changes: PlannedChange[]
  /** With `stop`, where it is made in parts: then it can be ended between them. */
  call: { isPending: boolean; isStopped?: boolean; stop?: () => void; error: Error | null; total?: number }
  onSave: () => void
  /** Something is lost by it that does not come back by itself. */
  isDangerous?: boolean
  /** What stands above the preview. */
  children?: ReactNode
}

/** Shows who would gain and lose what by a change, and makes it when told to. */
export function Review(given: Given) {
  const { t } = useTranslation()
  const { isOpen, onClose, title, submit, changes, call, onSave, isDangerous = false, children } = given
  // Not while it is being saved: then it would be asked what the change does that was just made.
  const isWanted = isOpen && !call.isPending
  const preview = usePreview(changes, isWanted)
  const isReady =
    changes.length === 0 || (preview.data !== undefined && !preview.error && !preview.isFetching)
  const stop = call.isPending && (call.total ?? 0) > 1 ? call.stop : undefined
  return (
    <Modal
      opened={isOpen}
      onClose={stop ?? onClose}
      title={title}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        {children}
        <Difference changes={changes} isWanted={isWanted} />
        <Refusal error={call.error} />
        <Group justify="end">
          <Button
            variant="default"
            disabled={stop !== undefined && call.isStopped === true}
            onClick={stop ?? onClose}
          >
            {t(stop ? 'list.stop' : 'common.cancel')}
          </Button>
          <Button
            {...(isDangerous && { color: 'red.9' })}
            disabled={!isReady}
            loading={call.isPending}
            onClick={onSave}
          >
            {submit}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
