import { Anchor, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LimitBadge } from '../grants/LimitBadge.tsx'
import { useDeedWords } from '../previews/use-deed-words.ts'
import type { ResourceType } from '../workspaces/here.ts'
import type { HeldRole } from './access.ts'
import type { WhyQuestion } from './WhyDialog.tsx'
import { capital, useAccessWords } from './words.ts'

interface Given {
  type: ResourceType
  role: HeldRole
  onAsk: (question: WhyQuestion) => void
}

/** One role on one type of resources: what it gives, through what, on what, until when; and each action, with its why. */
export function RoleOnType({ type, role, onAsk }: Given) {
  const { t } = useTranslation()
  const words = useAccessWords()
  const [isOpen, setOpen] = useState(false)
  const resource = role.scopes.find(({ kind }) => kind === 'list')
  const ask = (action: string) =>
    onAsk({
      type,
      action,
      actions: role.actions,
      labels: role.scopes.find(({ kind }) => kind === 'label')?.labels ?? [],
      ...(resource?.id !== undefined &&
        resource.type?.toUpperCase() === type.type && {
          resource: { id: resource.id, name: resource.name ?? resource.id },
        }),
    })
  const [first] = role.actions
  return (
    <li>
      <Group justify="space-between" align="flex-start" gap="xs" wrap="nowrap">
        <div style={{ minWidth: 0 }}>
          <Text size="sm" fw={600}>
            {capital(useDeedWords(type, role.actions))}
          </Text>
          <Text size="sm" c="dimmed" dir="auto">
            {[role.roleName, words.via(role.via), ...words.on(type, role.scopes)].join(' · ')}
          </Text>
          {role.endsAt && <LimitBadge limits={role} />}
          {role.actions.length > 1 && (
            <Anchor
              component="button"
              type="button"
              size="sm"
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            >
              {isOpen ? t('previews.less') : t('previews.allActions', { count: role.actions.length })}
            </Anchor>
          )}
        </div>
        {first && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => ask(role.actions.find((action) => !action.endsWith(':read')) ?? first)}
            aria-label={t('decisions.whyLabel', { role: role.roleName, type: type.plural })}
            style={{ flex: 'none' }}
          >
            {t('decisions.why')}
          </Button>
        )}
      </Group>
      {isOpen && (
        <ul className="access-actions">
          {role.actions.map((action) => (
            <li key={action}>
              <Text size="sm">{type.actions.find(({ name }) => name === action)?.says ?? action}</Text>
              <Anchor
                component="button"
                type="button"
                size="sm"
                onClick={() => ask(action)}
                aria-label={t('decisions.whyAction', { action })}
              >
                {t('decisions.why')}
              </Anchor>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
