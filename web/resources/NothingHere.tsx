import { Paper } from '@mantine/core'
import { IconCube } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../shell/Empty.tsx'

/** On a page of a workspace whose address names nothing that is there. */
export function NothingHere() {
  const { t } = useTranslation()
  return (
    <Paper withBorder radius="lg" p="xl">
      <Empty icon={IconCube} title={t('common.notFoundTitle')} text={t('common.notFound')} />
    </Paper>
  )
}
