import { Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { tokens } from '../../contract/tokens.ts'
import { useCall } from '../data.ts'
import { planned } from '../previews/planned.ts'
import { Review } from '../previews/Review.tsx'
import { useMoments } from '../shell/moments.ts'
import { useHere } from '../workspaces/here.ts'
import type { Token } from './TokenFacts.tsx'

interface Given {
  token: Token
  isOpen: boolean
  onClose: () => void
}

/** Ends a token, after it was said what that stops. */
export function RevokeToken({ token, isOpen, onClose }: Given) {
  const { t } = useTranslation()
  const moments = useMoments()
  const { workspace } = useHere()
  const navigate = useNavigate()
  const revoke = useCall(tokens.revoke)
  const given = { params: { tokenId: token.id } }
  const leave = () => void navigate({ to: `/w/${workspace.slug}/access/tokens` })
  const close = () => {
    revoke.reset()
    onClose()
  }
  const used = token.lastUsedAt
    ? t('tokens.usedLast', { date: moments.time(token.lastUsedAt) })
    : t('tokens.usedNever')
  return (
    <Review
      isOpen={isOpen}
      onClose={close}
      title={t('tokens.revokeTitle', { name: token.description })}
      submit={t('tokens.revokeSubmit')}
      changes={[planned(tokens.revoke, given)]}
      call={revoke}
      onSave={() => revoke.mutate(given, { onSuccess: leave })}
      isDangerous
    >
      <Text size="sm">
        {t('tokens.revokeText')} {used}
      </Text>
    </Review>
  )
}
