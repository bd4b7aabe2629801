import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LimitBadge } from './LimitBadge.tsx'
import { type Limits, standingOf } from './limits.ts'

interface Given {
  permissions: readonly (Limits & { roleId: string; roleName?: string | undefined })[]
  /** How many are shown before the rest is only counted. */
  max: number
}

/** Which of somebody's roles are given for a time, and until when. A single one needs no name. */
export function LimitBadges({ permissions, max }: Given) {
  const { t } = useTranslation()
  const limited = permissions.filter((one) => standingOf(one) !== 'always')
  return (
    <>
      {limited.slice(0, max).map((one, place) => (
        <LimitBadge
          // biome-ignore lint/suspicious/noArrayIndexKey: two may look the same, and the order stays
          key={place}
          limits={one}
          of={permissions.length > 1 ? (one.roleName ?? one.roleId) : undefined}
        />
      ))}
      {limited.length > max && (
        <Text size="sm">{t('grants.moreLimits', { count: limited.length - max })}</Text>
      )}
    </>
  )
}
