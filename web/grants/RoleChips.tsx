import { Badge, Group, Text } from '@mantine/core'
import { IconCrown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { draftOf, type HeldPermissions, says } from './draft.ts'
import { LimitBadges } from './LimitBadges.tsx'
import { standingOf } from './limits.ts'
import { useRoles } from './roles.ts'

interface Given {
  permissions: HeldPermissions
  /** How many roles are named before the rest is only counted. */
  max?: number
}

/** So many limits in time are shown before the rest is only counted. */
const LIMITS_MAX = 2

/** Somebody's roles in one short text: `Source Admin (2), Function Admin + 2 more`. */
export function RoleChips({ permissions, max = 2 }: Given) {
  const { t } = useTranslation()
  const owners = new Set(useRoles().data?.roles.flatMap(({ id, owner }) => (owner ? [id] : [])))
  const isOwning = (one: HeldPermissions[number]) => owners.has(one.roleId) && isInTime(one)
  const owner = permissions.find(isOwning)
  const others = permissions.filter((one) => !isOwning(one))
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
      <LimitBadges permissions={permissions} max={LIMITS_MAX} />
      {permissions.some((one) => !one.active && isInTime(one)) && (
        <Badge variant="default">{t('grants.inactive')}</Badge>
      )}
    </Group>
  )
}

/** Whether time alone would let it count. */
function isInTime(permission: HeldPermissions[number]): boolean {
  const standing = standingOf(permission)
  return standing === 'always' || standing === 'until'
}
