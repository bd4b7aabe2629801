import { Group, Stack, Text, Title } from '@mantine/core'
import { IconCrown, IconEye, IconPencil } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { Refused } from '../../client/call.ts'
import { decisions } from '../../contract/decisions.ts'
import { useRoles } from '../grants/roles.ts'
import { Waiting } from '../shell/Waiting.tsx'
import { useHere, useNeeds } from '../workspaces/here.ts'
import { type Access, byType, inactiveOf, isOnAll, type OnType } from './access.ts'
import { Inactive } from './Inactive.tsx'
import { TypeSummary } from './TypeSummary.tsx'
import { type Subject, useAccess } from './use-access.ts'
import { useAccessWords } from './words.ts'
import './decisions.css'

/**
 * What somebody may do, by type of resource: what they may change, and what they may only read, each with the roles and groups that
 * it comes from. Read-only is what only actions ending in `:read` are given on.
 */
export function AccessSummary({ subject }: { subject: Subject }) {
  const { t } = useTranslation()
  const needs = useNeeds()
  const access = useAccess(subject)
  if (access.error instanceof Refused && access.error.code === 'not-allowed') {
    return <Text size="sm">{t('frame.missing', { what: needs(decisions.whoCan) })}</Text>
  }
  return <Waiting on={access}>{(found) => <Summary access={found} kind={subject.type} />}</Waiting>
}

function Summary({ access, kind }: { access: Access; kind: Subject['type'] }) {
  const { t } = useTranslation()
  const { types } = useHere()
  const on = byType(access, types)
  const inactive = inactiveOf(access)
  if (access.isOwner) {
    return (
      <Stack gap="sm">
        <Group gap="sm" wrap="nowrap" align="flex-start">
          <IconCrown size={20} aria-hidden style={{ flex: 'none' }} />
          <div>
            <Text fw={650}>{t('decisions.owner')}</Text>
            <Text size="sm" c="dimmed">
              {t(`decisions.ownerText.${kind}`)}
            </Text>
          </div>
        </Group>
        <From access={access} />
        <Inactive roles={inactive} />
      </Stack>
    )
  }
  return (
    <Stack gap="lg">
      {on.length === 0 && <Text size="sm">{t(`decisions.nothing.${kind}`)}</Text>}
      <Part icon={IconPencil} title={t('decisions.admin')} on={on} kind="admin" />
      <Part icon={IconEye} title={t('decisions.readOnly')} on={on} kind="readOnly" />
      <Inactive roles={inactive} />
    </Stack>
  )
}

/** Through what somebody is an owner. */
function From({ access }: { access: Access }) {
  const words = useAccessWords()
  const owners = new Set(useRoles().data?.roles.flatMap(({ id, owner }) => (owner ? [id] : [])))
  const roles = access.access
    .flatMap((one) => one.roles)
    .filter((role) => role.active && owners.has(role.roleId))
  const texts = new Set(roles.map((role) => `${role.roleName} · ${words.via(role.via)}`))
  return [...texts].map((text) => (
    <Text key={text} size="sm" dir="auto">
      {text}
    </Text>
  ))
}

interface PartGiven {
  icon: ComponentType<{ size?: number; 'aria-hidden'?: boolean }>
  title: string
  on: OnType[]
  kind: 'admin' | 'readOnly'
}

function Part({ icon: Icon, title, on, kind }: PartGiven) {
  // Where everything may be changed, nothing is left that may only be read.
  const shown = on.filter((one) => one[kind].length > 0 && (kind === 'admin' || !isOnAll(one.admin)))
  if (shown.length === 0) return null
  return (
    <div>
      <Group gap={8} mb={6}>
        <Icon size={18} aria-hidden />
        <Title order={3} size="h5">
          {title}
        </Title>
      </Group>
      <ul className="access-types" aria-label={title}>
        {shown.map((one) => (
          <TypeSummary key={one.type.type} on={one} kind={kind} />
        ))}
      </ul>
    </div>
  )
}
