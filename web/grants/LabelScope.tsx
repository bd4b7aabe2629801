import { MultiSelect, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { labels as endpoints } from '../../contract/labels.ts'
import { useReply } from '../data.ts'
import { Waiting } from '../shell/Waiting.tsx'
import { useHere } from '../workspaces/here.ts'
import { type LabelText, labelText } from './draft.ts'
import { Matches } from './Matches.tsx'
import { type RoleOnOffer, typesOf } from './roles.ts'

interface Given {
  role: RoleOnOffer
  value: LabelText[]
  onChange: (labels: LabelText[]) => void
}

/** Chooses the labels that a resource must all carry, and shows which resources these are at present. */
export function LabelScope({ role, value, onChange }: Given) {
  const { t } = useTranslation()
  const { types } = useHere()
  const labelable = typesOf(role, types).filter((type) => type.labelable)
  return (
    <Waiting on={useReply(endpoints.list, {})}>
      {({ labels }) => (
        <Stack gap="sm">
          <MultiSelect
            label={t('grants.labels')}
            description={t('grants.labelsText')}
            placeholder={value.length === 0 ? t('grants.labelsPlaceholder') : ''}
            data={optionsOf(labels, value)}
            value={value.map(labelText)}
            onChange={(texts) => onChange(texts.flatMap((text) => labelOf([...labels, ...value], text)))}
            searchable
            nothingFoundMessage={t('list.noneFound')}
            hidePickedOptions
          />
          {labels.length === 0 && <Text size="sm">{t('grants.noLabels')}</Text>}
          {value.length > 0 && <Matches types={labelable} labels={value} />}
        </Stack>
      )}
    </Waiting>
  )
}

/** A resource has one value per key, so that a second one of the same key could never hold. */
function optionsOf(labels: readonly LabelText[], chosen: readonly LabelText[]) {
  const isTaken = (label: LabelText) =>
    chosen.some((one) => sameText(one.key, label.key) && !sameText(one.value, label.value))
  const options = labels.map((label) => {
    const text = labelText(label)
    return { key: label.key, option: { value: text, label: text, disabled: isTaken(label) } }
  })
  return [...Map.groupBy(options, ({ key }) => key)].map(([group, some]) => {
    return { group, items: some.map(({ option }) => option) }
  })
}

function labelOf(labels: readonly LabelText[], text: string): LabelText[] {
  const found = labels.find((label) => labelText(label) === text)
  return found ? [{ key: found.key, value: found.value }] : []
}

function sameText(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
