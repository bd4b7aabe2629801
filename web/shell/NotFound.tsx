import { Anchor, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Refused } from '../../client/call.ts'
import { Outside } from './Outside.tsx'
import { Failed } from './Waiting.tsx'

/** An address without a page. */
export function NotFound() {
  const { t } = useTranslation()
  return (
    <Outside title={t('common.notFoundTitle')} lead={t('common.notFound')}>
      <Text ta="center">
        <Anchor href="/workspaces">{t('common.home')}</Anchor>
      </Text>
    </Outside>
  )
}

/** A page that broke, or whose code could not be fetched. */
export function Crashed() {
  const { t } = useTranslation()
  return (
    <Outside title={t('common.failedTitle')}>
      <Failed error={new Refused(500, [], null)} retry={() => window.location.reload()} />
    </Outside>
  )
}
