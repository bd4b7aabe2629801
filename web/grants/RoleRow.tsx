import { Badge, Button, Checkbox, Group, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAsked } from '../shell/use-asked.ts'
import { useHere } from '../workspaces/here.ts'
import {
  addScope,
  changeLimits,
  changeScope,
  type Draft,
  type HeldScope,
  removeRole,
  removeScope,
  type Scope,
  scopesOf,
} from './draft.ts'
import { HeldLine } from './HeldLine.tsx'
import { hasEnded, type Limits, standingOf } from './limits.ts'
import { type RoleOnOffer, typesOf } from './roles.ts'
import { ScopeChooser } from './ScopeChooser.tsx'
import { useRoleRefusal } from './words.ts'

interface Given {
  role: RoleOnOffer
  value: Draft
  saved: Draft
  onChange: (draft: Draft) => void
}

/**
 * A role to tick, and below it what it is on. One that can be narrowed asks for that before it is ticked. One that the plan leaves out
 * can only stay as it is saved, or go.
 */
export function RoleRow({ role, value, saved, onChange }: Given) {
  const { t } = useTranslation()
  const { workspace, types } = useHere()
  const planRefusal = useRoleRefusal()(role)
  // What the open chooser will do: change this one, or add one.
  const { asked, ask, close } = useAsked<HeldScope | 'new'>()
  const held = scopesOf(value, role.id)
  const isNarrowable =
    role.inPlan && role.offered.some((scope) => scope !== 'all') && typesOf(role, types).length > 0
  const kept = role.inPlan ? [] : saved.filter(({ roleId }) => roleId === role.id)
  const toggle = () => {
    if (held.length > 0) onChange(removeRole(value, role.id))
    else if (!role.inPlan) onChange([...value, ...kept])
    else if (isNarrowable) ask('new')
    else onChange(addScope(value, role, { kind: 'all' }, workspace.id))
  }
  const save = (scope: Scope) => {
    if (asked === 'new') onChange(addScope(value, role, scope, workspace.id))
    else if (asked) onChange(changeScope(value, asked, scope, workspace.id))
    close()
  }
  return (
    <div className="role-row" data-held={held.length > 0 || undefined}>
      <Checkbox
        checked={held.length > 0}
        onChange={toggle}
        disabled={!role.inPlan && held.length === 0 && kept.length === 0}
        label={role.name}
        description={planRefusal ? `${planRefusal} ${role.description}` : role.description}
      />
      {held.length > 0 && !role.inPlan && (
        <Group gap={6} className="role-scopes">
          <Badge variant="default">{t('grants.inactive')}</Badge>
          <Text size="sm">{t('grants.keptBeyondPlan')}</Text>
        </Group>
      )}
      {held.length > 0 && (
        <Held
          role={role}
          held={held}
          onAsk={isNarrowable ? ask : undefined}
          onLimit={role.inPlan ? (one, limits) => onChange(changeLimits(value, one, limits)) : undefined}
          onRemove={(one) => onChange(removeScope(value, one))}
        />
      )}
      {asked !== null && (
        <ScopeChooser
          role={role}
          scope={asked === 'new' ? null : asked.scope}
          initial={held.length === 0 && role.offered.includes('all') ? 'all' : null}
          onClose={close}
          onSave={save}
        />
      )}
    </div>
  )
}

interface HeldGiven {
  role: RoleOnOffer
  held: HeldScope[]
  /** Left out where the role is always on everything. */
  onAsk: ((what: HeldScope | 'new') => void) | undefined
  /** Left out where the role can only stay as it is. */
  onLimit: ((one: HeldScope, limits: Limits) => void) | undefined
  onRemove: (one: HeldScope) => void
}

function Held({ role, held, onAsk, onLimit, onRemove }: HeldGiven) {
  const { t } = useTranslation()
  return (
    <div className="role-scopes">
      {held.map((one, order) => (
        <HeldLine
          // biome-ignore lint/suspicious/noArrayIndexKey: a line that is changed stays itself, and keeps the focus
          key={order}
          role={role}
          scope={one.scope}
          limits={one.limits}
          onLimit={onLimit && ((limits) => onLimit(one, limits))}
          // What has ended is given anew by another end, or goes.
          onEdit={onAsk && !hasEnded(one.limits) ? () => onAsk(one) : undefined}
          onRemove={held.length > 1 || hasEnded(one.limits) ? () => onRemove(one) : undefined}
        />
      ))}
      {onAsk &&
        !held.some(({ scope, limits }) => scope.kind === 'all' && standingOf(limits) === 'always') && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onAsk('new')}
            aria-label={t('grants.addScopeTo', { role: role.name })}
          >
            {t('grants.addScope')}
          </Button>
        )}
    </div>
  )
}
