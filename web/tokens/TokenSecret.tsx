import { Button, Code, CopyButton, Group, Text } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AskBeforeLeaving } from '../members/AskBeforeLeaving.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Section } from '../shell/Section.tsx'
import { useHere } from '../workspaces/here.ts'
import { type Token, TokenFacts } from './TokenFacts.tsx'

/** The secret of a token that was just made. Whoever leaves without having copied it is asked first. */
export function TokenSecret({ token, secret }: { token: Token; secret: string }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const navigate = useNavigate()
  const [isCopied, setCopied] = useState(false)
  const leave = () => void navigate({ to: `/w/${workspace.slug}/access/tokens`, search: { show: token.id } })
  return (
    <Section title={token.description} lead={t('tokens.madeLead')}>
      <div role="alert">
        <Notice isWarning title={t('tokens.onceTitle')}>
          {t('tokens.onceText')}
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
                setCopied(true)
              }}
            >
              {t(copied ? 'common.copied' : 'tokens.copy')}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" onClick={leave}>
          {t('tokens.done')}
        </Button>
        <Text size="sm" role="status">
          {isCopied && t('tokens.copiedText')}
        </Text>
      </Group>
      <TokenFacts token={token} />
      <AskBeforeLeaving isChanged={!isCopied} text={t('tokens.notCopied')} />
    </Section>
  )
}
