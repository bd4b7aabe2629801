import { Badge, Group, Text } from '@mantine/core'
import { IconCrown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { draftOf, type HeldPermissions, says } from './draft.ts'
import { useRoles } from './roles.ts'

interface Given {
  permissions: HeldPermissions
  /** How many roles are named before the rest is only counted. */
  max?: number
}

/** Somebody's roles in one short text: `Source Admin (2), Function Admin + 2 more`. */
export function RoleChips({ permissions, max = 2 }: Given) {
  const { t } = useTranslation()
  const owners = new Set(useRoles().data?.roles.flatMap(({ id, owner }) => (owner ? [id] : [])))
  const owner = permissions.find(({ roleId }) => owners.has(roleId))
  const others = permissions.filter(({ roleId }) => !owners.has(roleId))
  const texts = says(draftOf(others), t)
  const rest = texts.length - max
  if (permissions.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('grants.noRoles')}
      </Text>
    )
  }
  return (
    <Group gap={6}>
      {owner && (
        <Badge variant="default" leftSection={<IconCrown size={14} aria-hidden />}>
          {owner.roleName}
        </Badge>
      )}
      {texts.length > 0 && (
        <Text size="sm" dir="auto" lineClamp={3}>
          {texts.slice(0, max).join(', ')}
          {rest > 0 && ` ${t('grants.moreRoles', { count: rest })}`}
        </Text>
      )}
      {permissions.some(({ active }) => !active) && <Badge variant="default">{t('grants.inactive')}</Badge>}
    </Group>
  )
}
