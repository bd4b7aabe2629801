import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Refused } from '../../client/call.ts'

/** Whether a refusal says that a request is not open any more. */
export function isClosedMeanwhile(error: Error | null): boolean {
  return error instanceof Refused && error.code === 'access-request-closed'
}

/** Tells that somebody else was faster, and leads to what they decided: the page as it is now. */
export function ClosedMeanwhile({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const close = () => {
    onClose()
    void queries.invalidateQueries()
  }
  return (
    <Modal
      opened
      onClose={close}
      title={t('requests.meanwhileTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Text size="sm" role="alert">
          {t('requests.meanwhile')}
        </Text>
        <Group justify="end">
          <Button onClick={close}>{t('requests.meanwhileShow')}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
