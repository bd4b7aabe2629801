import { Group, Text } from '@mantine/core'
import { IconAdjustments, IconEye, IconLock, IconPencil } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ResourceType } from '../workspaces/here.ts'
import { actionsOn, type Capacity, capacityOf } from './capacity.ts'

const icons = { admin: IconPencil, read: IconEye, some: IconAdjustments, none: IconLock }

/** What somebody may do to a resource, in a word or two, with its sign. */
export function CapacityText({ may, type }: { may: readonly string[]; type: ResourceType }) {
  const { t } = useTranslation()
  const capacity = capacityOf(may, type)
  const Icon = icons[capacity]
  return (
    <Group gap={6} wrap="nowrap" component="span">
      <Icon size={16} aria-hidden style={{ flexShrink: 0 }} />
      <Text size="sm" component="span" style={{ whiteSpace: 'nowrap' }}>
        {capacity === 'some'
          ? t('resources.someOf', { count: may.length, total: actionsOn(type).length })
          : t(capacityTexts[capacity])}
      </Text>
    </Group>
  )
}

/** The words for each capacity. */
export const capacityTexts = {
  admin: 'resources.admin',
  read: 'resources.readOnly',
  some: 'resources.some',
  none: 'resources.none',
} as const satisfies Record<Capacity, string>
