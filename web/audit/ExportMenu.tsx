import { Button, Group, Menu, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../shell/Refusal.tsx'
import { EXPORT_MAX, type Exporting, useExport } from './use-export.ts'

/** Downloads what the trail shows now, as a file for spreadsheets or for programs. */
export function ExportMenu() {
  const { t } = useTranslation()
  const { run, stop, ...progress } = useExport()
  const isRunning = progress.state === 'running'
  return (
    <>
      <Group gap="sm">
        <Menu position="bottom-start" withinPortal={false}>
          <Menu.Target>
            <Button
              variant="default"
              size="sm"
              loading={isRunning}
              leftSection={<IconDownload size={16} aria-hidden />}
            >
              {t('audit.export')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void run('csv')}>{t('audit.exportCsv')}</Menu.Item>
            <Menu.Item onClick={() => void run('json')}>{t('audit.exportJson')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        {isRunning && (
          <Button variant="default" size="sm" aria-label={t('audit.exportStop')} onClick={stop}>
            {t('list.stop')}
          </Button>
        )}
        <Text size="sm" c="dimmed" role="status">
          <Progress {...progress} />
        </Text>
      </Group>
      <Refusal error={progress.error} />
    </>
  )
}

function Progress({ state, count }: Exporting) {
  const { t } = useTranslation()
  if (state === 'idle') return t('audit.exportAll', { max: EXPORT_MAX })
  if (state === 'running') return t('audit.exporting', { count })
  if (state === 'stopped') return t('audit.exportStopped')
  return state === 'cut' ? t('audit.exportCut', { max: EXPORT_MAX }) : t('audit.exportDone', { count })
}
