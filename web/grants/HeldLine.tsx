import { Badge, Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LabelChip } from '../labels/LabelChip.tsx'
import { useFeature, useHere } from '../workspaces/here.ts'
import { labelText, type Scope } from './draft.ts'
import { HeldLimits } from './HeldLimits.tsx'
import type { Limits } from './limits.ts'
import { ResourceName } from './ResourceName.tsx'
import { createsOf, type RoleOnOffer, typesOf } from './roles.ts'
import { useScopeWords } from './words.ts'

interface Given {
  role: RoleOnOffer
  scope: Scope
  limits: Limits
  onLimit: ((limits: Limits) => void) | undefined
  onEdit: (() => void) | undefined
  onRemove: (() => void) | undefined
}

/** What a role that is held is on, with the ways to change that. */
export function HeldLine({ role, scope, limits, onLimit, onEdit, onRemove }: Given) {
  const { t } = useTranslation()
  const has = useFeature()
  const isInactive = scope.kind === 'label' && !has('label-scoped-grants')
  return (
    <Group justify="space-between" gap="xs" className="held-scope">
      <div>
        <Words role={role} scope={scope} />
        {isInactive && (
          <Group gap={6} mt={4}>
            <Badge variant="default">{t('grants.inactive')}</Badge>
            <Text size="sm">{t('grants.labelsNotInPlan')}</Text>
          </Group>
        )}
        <Group gap={6} mt={4}>
          <HeldLimits name={role.name} limits={limits} onChange={onLimit} />
        </Group>
      </div>
      <Group gap={4}>
        {onEdit && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={onEdit}
            aria-label={t('grants.changeOf', { role: role.name })}
          >
            {t('grants.change')}
          </Button>
        )}
        {onRemove && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={onRemove}
            aria-label={t('grants.removeOf', { role: role.name })}
          >
            {t('common.remove')}
          </Button>
        )}
      </Group>
    </Group>
  )
}

const NAMED_MAX = 3

function Words({ role, scope }: { role: RoleOnOffer; scope: Scope }) {
  const { t } = useTranslation()
  const { types } = useHere()
  const words = useScopeWords()
  const own = typesOf(role, types)
  const what = words.plurals(own)
  if (scope.kind === 'all') {
    const made = createsOf(role, own)
    return (
      <>
        <Text size="sm">{own.length > 0 ? t('grants.onAll', { what }) : t('grants.onWorkspace')}</Text>
        {made.length > 0 && (
          <Text size="sm" c="dimmed">
            {t('grants.mayCreate', { what: words.plurals(made) })}
          </Text>
        )}
      </>
    )
  }
  if (scope.kind === 'label') {
    return (
      <Text size="sm" component="div">
        {t('grants.onLabelled', { what })}{' '}
        {scope.labels.map((label) => (
          <LabelChip key={labelText(label)} label={label} />
        ))}
      </Text>
    )
  }
  const more = scope.resources.length - NAMED_MAX
  return (
    <Text size="sm" dir="auto">
      {words.countedAll(scope.resources)}:{' '}
      {scope.resources.slice(0, NAMED_MAX).map((resource, index) => (
        <span key={`${resource.type}/${resource.id}`}>
          {index > 0 && ', '}
          <ResourceName {...resource} />
        </span>
      ))}
      {more > 0 && ` ${t('list.more', { count: more })}`}
    </Text>
  )
}
