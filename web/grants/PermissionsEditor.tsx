import { Group, Radio, Stack, Text } from '@mantine/core'
import { IconCrown, IconUser } from '@tabler/icons-react'
import { type ComponentType, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Waiting } from '../shell/Waiting.tsx'
import { useHere } from '../workspaces/here.ts'
import { addScope, changeLimits, type Draft, scopesOf } from './draft.ts'
import { HeldLimits } from './HeldLimits.tsx'
import { standingOf } from './limits.ts'
import { RolePicker } from './RolePicker.tsx'
import { type HolderKind, type RoleOnOffer, useRoles } from './roles.ts'
import './grants.css'

interface Given {
  of: HolderKind
  value: Draft
  /** What is held at present: of roles that the plan leaves out, only these may stay. Left out for somebody new. */
  saved?: Draft
  onChange: (draft: Draft) => void
}

/**
 * Edits the roles of a member, group, token or invite: Workspace Owner, or Workspace Member with roles and what each is on. The draft
 * is complete at every moment: nothing half chosen stands in it.
 */
export function PermissionsEditor(given: Given) {
  return <Waiting on={useRoles()}>{({ roles }) => <Editor roles={roles} {...given} />}</Waiting>
}

type Kind = 'owner' | 'member'

function Editor({ of, roles, value, saved = [], onChange }: Given & { roles: RoleOnOffer[] }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const owner = roles.find((role) => role.owner)
  const kind: Kind = value.some(({ roleId }) => roleId === owner?.id) ? 'owner' : 'member'
  // What was ticked before stays at hand for whoever only tries the other card.
  const [membersPart, keepMembersPart] = useState<Draft>([])
  const choose = (wanted: Kind) => {
    if (wanted === kind || !owner) return
    if (wanted === 'owner') keepMembersPart(value)
    const kept = value.filter(({ roleId }) => roleId !== owner.id)
    onChange(
      wanted === 'owner'
        ? addScope([], owner, { kind: 'all' }, workspace.id)
        : kept.length > 0
          ? kept
          : membersPart,
    )
  }
  return (
    <Stack gap="lg">
      <Radio.Group
        aria-label={t('grants.level')}
        value={kind}
        onChange={(chosen) => choose(chosen === 'owner' ? 'owner' : 'member')}
      >
        <div className="level-cards">
          <Level
            value="owner"
            icon={IconCrown}
            title={t('grants.owner')}
            text={t(`grants.ownerText.${of}`)}
          />
          <Level
            value="member"
            icon={IconUser}
            title={t('grants.member')}
            text={t(`grants.memberText.${of}`)}
          />
        </div>
      </Radio.Group>
      {kind === 'owner' && <OwnerLimits name={owner?.name ?? ''} of={of} value={value} onChange={onChange} />}
      {kind === 'member' && (
        <RolePicker of={of} roles={roles} value={value} saved={saved} onChange={onChange} />
      )}
    </Stack>
  )
}

interface OwnerGiven extends Omit<Given, 'saved'> {
  name: string
}

/** Ownership may be for a time, too. A token has an end of its own for that. */
function OwnerLimits({ name, of, value, onChange }: OwnerGiven) {
  const scopes = scopesOf(value, value[0]?.roleId ?? '')
  if (of === 'token' && scopes.every(({ limits }) => standingOf(limits) === 'always')) return null
  return scopes.map((held) => (
    <Group key={held.at} gap="xs" className="held-scope">
      <HeldLimits
        name={name}
        limits={held.limits}
        onChange={(limits) => onChange(changeLimits(value, held, limits))}
      />
    </Group>
  ))
}

interface LevelGiven {
  value: Kind
  icon: ComponentType<{ size?: number; 'aria-hidden'?: boolean }>
  title: string
  text: string
}

function Level({ value, icon: Icon, title, text }: LevelGiven) {
  return (
    <Radio.Card value={value} radius="lg" p="md" className="level-card" aria-label={`${title}. ${text}`}>
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <Radio.Indicator mt={2} />
        <div>
          <Group gap={6}>
            <Icon size={18} aria-hidden />
            <Text fw={650}>{title}</Text>
          </Group>
          <Text size="sm" c="dimmed" mt={2}>
            {text}
          </Text>
        </div>
      </Group>
    </Radio.Card>
  )
}
