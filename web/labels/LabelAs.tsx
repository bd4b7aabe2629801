import { Select } from '@mantine/core'
import { IconTags } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { find, keysOf } from '../resources/label-columns.tsx'
import type { ResourceType } from '../workspaces/here.ts'
import type { LabelName } from './pending.ts'

interface Given {
  /** The labels to choose from. */
  known: readonly LabelName[]
  /** How many resources are chosen. */
  count: number
  type: ResourceType
  /** So many wait to be saved that no more can be taken. */
  isFull: boolean
  /** Gives the chosen ones this value of a key; null takes the key away. */
  onChoose: (key: string, value: string | null) => void
}

/** Chooses a label for all chosen resources, key by key; also that they have none of a key. */
export function LabelAs({ known, count, type, isFull, onChoose }: Given) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const keys = keysOf(known)
  const choices = keys.map((key) => ({
    group: key,
    items: [
      ...known
        .filter((label) => find([label], key))
        .map((label) => ({ value: `${label.key}:${label.value}`, label: `${label.key}:${label.value}` })),
      { value: `${key}:`, label: t('labels.removeKey', { key }) },
    ],
  }))
  const choose = (choice: string | null) => {
    const [key, value] = choice?.split(':') ?? []
    if (key !== undefined) onChoose(key, value || null)
    setText('')
  }
  const words = { count, name: type.name, plural: type.plural }
  return (
    <Select
      size="sm"
      w={{ base: '100%', xs: 300 }}
      aria-label={count === 0 ? t('labels.chooseFirst', words) : t('labels.labelAs', words)}
      placeholder={count === 0 ? t('labels.chooseFirst', words) : t('labels.labelAs', words)}
      leftSection={<IconTags size={16} aria-hidden />}
      searchable
      searchValue={text}
      onSearchChange={setText}
      nothingFoundMessage={t('list.noneFound')}
      disabled={count === 0 || isFull}
      data={choices}
      value={null}
      onChange={choose}
      comboboxProps={{ keepMounted: false }}
    />
  )
}
