import { Text } from '@mantine/core'
import { IconRefreshDot } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import './managed.css'

/** Marks a member or a group that the identity provider manages. */
export function ManagedMark() {
  const { t } = useTranslation()
  return (
    <Text component="span" size="xs" fw={600} className="managed-mark">
      <IconRefreshDot size={14} aria-hidden />
      <span>{t('provisioning.mark')}</span>
    </Text>
  )
}
