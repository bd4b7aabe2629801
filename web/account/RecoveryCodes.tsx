import { Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core'
import { IconCopy, IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** Shows recovery codes, this once. It closes by its button alone, not by a stray click. */
export function RecoveryCodes({ codes, onKept }: { codes: string[] | null; onKept: () => void }) {
  const { t } = useTranslation()
  const text = codes?.join('\n') ?? ''
  return (
    <Modal
      opened={codes !== null}
      onClose={onKept}
      title={t('account.recoveryTitle')}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Stack>
        <Text size="sm">{t('account.recoveryText')}</Text>
        <Code block>{text}</Code>
        <Group>
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button variant="default" leftSection={<IconCopy size={18} aria-hidden />} onClick={copy}>
                {t(copied ? 'common.copied' : 'common.copy')}
              </Button>
            )}
          </CopyButton>
          <Button
            variant="default"
            component="a"
            download="claviger-recovery-codes.txt"
            href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
            leftSection={<IconDownload size={18} aria-hidden />}
          >
            {t('common.download')}
          </Button>
        </Group>
        <Button onClick={onKept}>{t('account.recoveryKept')}</Button>
      </Stack>
    </Modal>
  )
}
