import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Refusal } from './Refusal.tsx'

interface Given {
  isOpen: boolean
  onClose: () => void
  /** A question that names the thing. */
  title: string
  /** What will be lost. */
  text: string
  submit: string
  call: { isPending: boolean; error: Error | null }
  onConfirm: () => void
  isReady?: boolean
  children?: ReactNode
}

/** Asks before something is lost. */
export function Confirm(given: Given) {
  const { t } = useTranslation()
  const { isOpen, onClose, title, text, submit, call, onConfirm, isReady = true, children } = given
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Text size="sm">{text}</Text>
        {children}
        <Refusal error={call.error} />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button color="red.9" disabled={!isReady} loading={call.isPending} onClick={onConfirm}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
