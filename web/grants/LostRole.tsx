import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type Draft, removeRole } from './draft.ts'

interface Given {
  roleId: string
  value: Draft
  onChange: (draft: Draft) => void
}

/** A role that was chosen, and that somebody deleted meanwhile. */
export function LostRole({ roleId, value, onChange }: Given) {
  const { t } = useTranslation()
  const name = value.find((one) => one.roleId === roleId)?.roleName ?? roleId
  return (
    <Alert
      color="orange"
      variant="outline"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('grants.inactiveRole', { role: name })}
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      <Stack gap="xs" align="start">
        <Text size="sm">{t('grants.lostText')}</Text>
        <Button size="xs" variant="default" onClick={() => onChange(removeRole(value, roleId))}>
          {t('grants.removeRole', { role: name })}
        </Button>
      </Stack>
    </Alert>
  )
}
