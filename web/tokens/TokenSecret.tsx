import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AskBeforeLeaving } from '../members/AskBeforeLeaving.tsx'
import { OnceShown } from '../shell/OnceShown.tsx'
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
      <OnceShown
        secret={secret}
        words={{
          title: t('tokens.onceTitle'),
          text: t('tokens.onceText'),
          copy: t('tokens.copy'),
          done: t('tokens.done'),
          copied: t('tokens.copiedText'),
        }}
        isCopied={isCopied}
        onCopied={() => setCopied(true)}
        onDone={leave}
      />
      <TokenFacts token={token} />
      <AskBeforeLeaving isChanged={!isCopied} text={t('tokens.notCopied')} />
    </Section>
  )
}
