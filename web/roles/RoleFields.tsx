import { Checkbox, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { isWorkspace } from '../grants/roles.ts'
import { capital } from '../resources/paths.ts'
import { Section } from '../shell/Section.tsx'
import type { ResourceType } from '../workspaces/here.ts'
import { countActions, type RoleDraft, toggleAction } from './role-draft.ts'
import { Says } from './Says.tsx'

/** What the API takes (contract/roles.ts). */
export const NAME_MAX = 100
const DESCRIPTION_MAX = 500

interface Given {
  draft: RoleDraft
  onChange: (draft: RoleDraft) => void
  /** Whether to say that the name is missing. */
  isNameless: boolean
}

/** The name and the description of a custom role. */
export function RoleNaming({ draft, onChange, isNameless }: Given) {
  const { t } = useTranslation()
  return (
    <Section title={t('roles.naming')}>
      <TextInput
        id="role-name"
        label={t('roles.name')}
        placeholder={t('roles.namePlaceholder')}
        maxLength={NAME_MAX}
        dir="auto"
        value={draft.name}
        error={isNameless && draft.name.trim() === '' && t('roles.nameNeeded')}
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
      />
      <Textarea
        label={t('roles.description')}
        description={t('roles.descriptionText')}
        maxLength={DESCRIPTION_MAX}
        dir="auto"
        autosize
        minRows={2}
        value={draft.description}
        onChange={(event) => onChange({ ...draft, description: event.currentTarget.value })}
      />
    </Section>
  )
}

/** What a custom role gives, to tick: the actions of every type that can be in one. */
export function RoleActions({
  draft,
  onChange,
  offered,
}: Omit<Given, 'isNameless'> & { offered: ResourceType[] }) {
  const { t } = useTranslation()
  return (
    <Section title={t('roles.gives')} lead={t('roles.givesEdit')}>
      <Text size="sm" c="dimmed" role="status">
        {t('roles.actionsChosen', { count: countActions(draft, offered) })}
      </Text>
      <Stack gap="lg">
        {offered.map((type) => (
          <TypeActions key={type.type} type={type} draft={draft} onChange={onChange} />
        ))}
      </Stack>
    </Section>
  )
}

function TypeActions({ type, draft, onChange }: Omit<Given, 'isNameless'> & { type: ResourceType }) {
  const { t } = useTranslation()
  const given = draft.may[type.type] ?? []
  const isWhole = given.includes('*')
  const setWhole = (whole: boolean) =>
    onChange({
      ...draft,
      may: { ...draft.may, [type.type]: whole ? ['*'] : type.actions.map(({ name }) => name) },
    })
  return (
    <fieldset className="role-type">
      <legend>{isWorkspace(type.type) ? t('roles.theWorkspace') : capital(type.plural)}</legend>
      <div className="role-type-actions">
        {isWorkspace(type.type) ? (
          <Text size="sm" c="dimmed" className="role-type-all">
            {t('roles.notDelegable')}
          </Text>
        ) : (
          <Checkbox
            className="role-type-all"
            label={t('roles.allOf', { type: type.plural })}
            checked={isWhole}
            onChange={(event) => setWhole(event.currentTarget.checked)}
          />
        )}
        {type.actions.map((action) => (
          <Checkbox
            key={action.name}
            label={<Says text={action.says} />}
            description={noteOf(action, type, t)}
            checked={isWhole || given.includes(action.name)}
            disabled={isWhole}
            onChange={() => onChange(toggleAction(draft, type.type, action.name))}
          />
        ))}
      </div>
    </fieldset>
  )
}

function noteOf(
  { creates, needs }: ResourceType['actions'][number],
  { actions }: ResourceType,
  t: TFunction,
) {
  const needed = actions.find(({ name }) => name === needs)?.says ?? needs
  if (creates) return t('roles.createsNote')
  return needed === null ? undefined : t('roles.needsNote', { says: needed })
}
