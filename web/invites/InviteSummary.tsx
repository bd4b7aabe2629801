import { List, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Draft, says } from '../grants/draft.ts'
import { LimitBadge } from '../grants/LimitBadge.tsx'
import { LimitBadges } from '../grants/LimitBadges.tsx'
import { useRoles } from '../grants/roles.ts'
import type { PickedGroup } from '../members/GroupPicker.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Section } from '../shell/Section.tsx'

interface Given {
  emails: readonly string[]
  groups: readonly PickedGroup[]
  draft: Draft
  endsAt: string | null
  /** What is done with it. */
  children?: ReactNode
}

const LIMITS_MAX = 10

/** What invited people will get, in words. */
export function InviteSummary({ emails, groups, draft, endsAt, children }: Given) {
  const { t } = useTranslation()
  const roles = says(draft, t)
  const isOwner = useIsOwner([...draft, ...groups.flatMap(({ permissions = [] }) => permissions)])
  return (
    <Section title={t('invites.summary')}>
      <Stack gap="sm">
        <Text size="sm">{t('invites.summaryPeople', { count: emails.length })}</Text>
        {endsAt && <LimitBadge limits={{ endsAt }} of={t('members.membership')} />}
        {groups.length > 0 && (
          <Named title={t('invites.summaryGroups')} names={groups.map(({ name }) => name)} />
        )}
        {roles.length > 0 && <Named title={t('invites.summaryRoles')} names={roles} />}
        <LimitBadges permissions={draft} max={LIMITS_MAX} />
        {groups.length === 0 && roles.length === 0 && <Text size="sm">{t('invites.summaryNothing')}</Text>}
        {isOwner && <Notice isWarning>{t('invites.ownerWarning', { count: emails.length })}</Notice>}
        {children}
      </Stack>
    </Section>
  )
}

function Named({ title, names }: { title: string; names: readonly string[] }) {
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <List size="sm">
        {names.map((name) => (
          <List.Item key={name}>
            <span dir="auto">{name}</span>
          </List.Item>
        ))}
      </List>
    </div>
  )
}

function useIsOwner(granted: readonly { roleId: string }[]): boolean {
  const owners = useRoles().data?.roles.filter(({ owner }) => owner) ?? []
  return granted.some(({ roleId }) => owners.some(({ id }) => id === roleId))
}
