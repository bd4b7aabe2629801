import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFeature, useHere } from '../workspaces/here.ts'
import type { LabelText, ResourceKey, Scope } from './draft.ts'
import { LabelScope } from './LabelScope.tsx'
import { ListScope } from './ListScope.tsx'
import { Matches } from './Matches.tsx'
import { useOnTop } from './on-top.ts'
import { createsOf, type RoleOnOffer, typesOf } from './roles.ts'
import { useScopeWords } from './words.ts'

interface Given {
  role: RoleOnOffer
  /** What it is on now; null for a new one. */
  scope: Scope | null
  /** What is chosen at first for a new one. */
  initial: 'all' | null
  onClose: () => void
  onSave: (scope: Scope) => void
}

/** Asks what a role shall be on: everything, what carries labels, or single resources, each with what that is at present. */
export function ScopeChooser({ role, scope, initial, onClose, onSave }: Given) {
  const { t } = useTranslation()
  useOnTop(onClose)
  const labelRefusal = useLabelRefusal(role)
  const isRefused = scope?.kind === 'label' ? labelRefusal !== null : !offers(role, scope?.kind)
  const [kind, setKind] = useState<Scope['kind'] | null>(scope && isRefused ? null : (scope?.kind ?? initial))
  const [labels, setLabels] = useState<LabelText[]>(scope?.kind === 'label' ? scope.labels : [])
  const [single, setSingle] = useState<ResourceKey[]>(scope?.kind === 'list' ? scope.resources : [])
  const wanted = scopeOf(kind, labels, single)
  const hint =
    kind === 'label' ? t('grants.chooseLabel') : kind === 'list' ? t('grants.chooseResource') : null
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      // Its height changes with every choice: it grows at the foot, and what is pressed stays in its place.
      centered={false}
      title={t(scope ? 'grants.chooserTitle' : 'grants.chooserTitleNew', { role: role.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Options role={role} labelRefusal={labelRefusal} kind={kind} onChoose={setKind} />
        {kind === 'all' && <Everything role={role} />}
        {kind === 'label' && <LabelScope role={role} value={labels} onChange={setLabels} />}
        {kind === 'list' && <ListScope role={role} value={single} onChange={setSingle} />}
        <Group justify="end">
          {wanted === null && hint && (
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          )}
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button disabled={wanted === null} onClick={() => wanted && onSave(wanted)}>
            {t('grants.use')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function offers({ offered }: RoleOnOffer, kind: Scope['kind'] | undefined): boolean {
  return kind !== undefined && offered.includes(kind)
}

/** Why a role cannot be given by label; null where it can. */
function useLabelRefusal(role: RoleOnOffer): string | null {
  const { t } = useTranslation()
  const { types } = useHere()
  const has = useFeature()
  const isLabelable = typesOf(role, types).some(({ labelable }) => labelable)
  if (!isLabelable || !offers(role, 'label')) return t('grants.notLabelable')
  return has('label-scoped-grants') ? null : t('grants.labelsNotInPlan')
}

interface OptionsGiven {
  role: RoleOnOffer
  labelRefusal: string | null
  kind: Scope['kind'] | null
  onChoose: (kind: Scope['kind']) => void
}

function Options({ role, labelRefusal, kind, onChoose }: OptionsGiven) {
  const { t } = useTranslation()
  const { types } = useHere()
  const what = useScopeWords().plurals(typesOf(role, types))
  return (
    <Radio.Group
      label={t('grants.on')}
      value={kind}
      onChange={(value) => onChoose(value === 'all' ? 'all' : value === 'label' ? 'label' : 'list')}
    >
      <Stack gap="xs" mt="xs">
        {offers(role, 'all') && <Radio value="all" label={t('grants.all', { what })} data-autofocus />}
        <Radio
          value="label"
          label={t('grants.byLabel')}
          description={labelRefusal}
          disabled={labelRefusal !== null}
        />
        {offers(role, 'list') && <Radio value="list" label={t('grants.specific', { what })} />}
      </Stack>
    </Radio.Group>
  )
}

function Everything({ role }: { role: RoleOnOffer }) {
  const { t } = useTranslation()
  const { types } = useHere()
  const words = useScopeWords()
  const own = typesOf(role, types)
  const made = createsOf(role, own)
  return (
    <>
      {made.length > 0 && <Text size="sm">{t('grants.mayCreate', { what: words.plurals(made) })}</Text>}
      <Matches types={own} labels={[]} />
    </>
  )
}

/** Null while nothing, or too little, is chosen. */
function scopeOf(kind: Scope['kind'] | null, labels: LabelText[], resources: ResourceKey[]): Scope | null {
  if (kind === 'all') return { kind }
  if (kind === 'label' && labels.length > 0) return { kind, labels }
  if (kind === 'list' && resources.length > 0) return { kind, resources }
  return null
}
