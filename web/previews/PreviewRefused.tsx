import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Refused } from '../../client/call.ts'
import { wordsOf } from '../shell/Refusal.tsx'

/** Why a change cannot be made, which its preview found out, and what can be done about it. */
export function PreviewRefused({ error, retry }: { error: Error; retry: () => void }) {
  const words = useTranslation()
  const { t } = words
  const code = error instanceof Refused ? error.code : null
  const isUnproved = code === 'step-up-required'
  const advice = code === 'last-owner' ? t('previews.adviceLastOwner') : null
  return (
    <Alert
      color="red"
      variant="outline"
      role="alert"
      icon={<IconAlertCircle aria-hidden />}
      title={t(isUnproved ? 'previews.unprovedTitle' : 'previews.refusedTitle')}
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      <Stack gap="xs" align="start">
        <Text size="sm">{isUnproved ? t('previews.unproved') : wordsOf(error, words)}</Text>
        {advice && <Text size="sm">{advice}</Text>}
        <Button size="xs" variant="default" onClick={retry}>
          {t(isUnproved ? 'previews.prove' : 'common.retry')}
        </Button>
      </Stack>
    </Alert>
  )
}
