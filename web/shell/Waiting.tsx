import { Alert, Button, Skeleton, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Refused } from '../../client/call.ts'
import { wordsOf } from './Refusal.tsx'

interface Asked<Data> {
  data: Data | undefined
  error: Error | null
  refetch(): unknown
}

/** Shows what was asked for; until then its outline, and where it could not be loaded why, with a way to try again. */
export function Waiting<Data>({ on, children }: { on: Asked<Data>; children: (data: Data) => ReactNode }) {
  if (on.data !== undefined) return children(on.data)
  return on.error ? <Failed error={on.error} retry={() => void on.refetch()} /> : <Outline />
}

/** The outline of what is on its way. */
export function Outline() {
  const { t } = useTranslation()
  return (
    <Stack gap="sm" role="status" aria-label={t('common.loading')}>
      <Skeleton height={20} width="60%" />
      <Skeleton height={20} />
      <Skeleton height={20} width="80%" />
    </Stack>
  )
}

/** Why something could not be loaded. */
export function Failed({ error, retry }: { error: Error; retry?: () => void }) {
  const words = useTranslation()
  const { t } = words
  const requestId = error instanceof Refused ? error.requestId : null
  return (
    <Alert color="red" variant="outline" role="alert" title={t('common.failedTitle')} styles={plain}>
      <Stack gap="xs" align="start">
        <Text size="sm">{wordsOf(error, words)}</Text>
        {requestId && (
          <Text size="xs" c="dimmed">
            {t('common.failedRequest', { id: requestId })}
          </Text>
        )}
        {retry && (
          <Button size="xs" variant="default" onClick={retry}>
            {t('common.retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  )
}

const plain = { title: { color: 'var(--mantine-color-text)' } }
