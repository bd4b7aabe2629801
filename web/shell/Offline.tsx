import { Text } from '@mantine/core'
import { onlineManager } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from './Notice.tsx'

/** Says that the browser has no network: what is on its way waits until it has one again. */
export function Offline() {
  const { t } = useTranslation()
  const isOnline = useSyncExternalStore(
    (tell) => onlineManager.subscribe(tell),
    () => onlineManager.isOnline(),
  )
  return (
    <div role="status" className="offline">
      {!isOnline && (
        <Notice isWarning title={t('common.noNetwork')}>
          <Text size="sm">{t('common.noNetworkText')}</Text>
        </Notice>
      )}
    </div>
  )
}
