import { Button, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** Copies what an invited person opens. */
export function CopyLink({ link, email }: { link: string; email: string }) {
  const { t } = useTranslation()
  return (
    <CopyButton value={link} timeout={3_000}>
      {({ copied, copy }) => (
        <Button
          size="xs"
          variant="default"
          leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          aria-label={copied ? undefined : t('invites.copyLabel', { email })}
          onClick={copy}
        >
          {t(copied ? 'common.copied' : 'invites.copy')}
        </Button>
      )}
    </CopyButton>
  )
}
