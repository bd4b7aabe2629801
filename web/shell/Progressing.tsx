import { Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

interface Given {
  done: number
  total: number
  isPending: boolean
  isStopped: boolean
}

/** How far a work of several calls is. Shows nothing for a single call, whose button says that it runs. */
export function Progressing({ done, total, isPending, isStopped }: Given) {
  const { t } = useTranslation()
  if (total < 2) return null

  return (
    <Stack gap={4}>
      <Progress value={(100 * done) / total} aria-label={t('list.progress')} />
      <Text size="sm" role="status">
        {t(isStopped && !isPending ? 'list.stopped' : 'list.progressOf', { done, total })}
      </Text>
    </Stack>
  )
}
