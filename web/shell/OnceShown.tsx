import { Button, Code, CopyButton, Group, Text } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Notice } from './Notice.tsx'

interface Given {
  secret: string
  /** That it is never shown again, what to do with it, the two buttons, and what is said once it was copied. */
  words: { title: string; text: string; copy: string; done: string; copied: string }
  isCopied: boolean
  onCopied: () => void
  onDone: () => void
}

/** A secret that is shown this once. Whether somebody may leave who has not copied it is the place's to ask. */
export function OnceShown({ secret, words, isCopied, onCopied, onDone }: Given) {
  const { t } = useTranslation()
  return (
    <>
      <div role="alert">
        <Notice isWarning title={words.title}>
          {words.text}
        </Notice>
      </div>
      <Code block className="token-secret" data-secret>
        {secret}
      </Code>
      <Group gap="sm">
        <CopyButton value={secret} timeout={3_000}>
          {({ copied, copy }) => (
            <Button
              // The form that had the focus is gone.
              autoFocus
              leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
              onClick={() => {
                copy()
                onCopied()
              }}
            >
              {copied ? t('common.copied') : words.copy}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" onClick={onDone}>
          {words.done}
        </Button>
        <Text size="sm" role="status">
          {isCopied && words.copied}
        </Text>
      </Group>
    </>
  )
}
