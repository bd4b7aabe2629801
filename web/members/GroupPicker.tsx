import { MultiSelect } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFoundGroups } from './found-groups.ts'

/** A group as it is picked, with its roles where they are known. */
export interface PickedGroup {
  id: string
  name: string
  permissions?: readonly { roleId: string }[]
}

interface Given {
  label: string
  description?: string
  value: readonly PickedGroup[]
  onChange: (groups: PickedGroup[]) => void
  max?: number
}

/** Picks groups by searching for their names. */
export function GroupPicker({ label, description, value, onChange, max = 100 }: Given) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [isOpen, setOpen] = useState(false)
  const found = useFoundGroups(typed)
  const known = new Map<string, PickedGroup>([...value, ...found].map((group) => [group.id, group]))
  return (
    <MultiSelect
      label={label}
      description={description}
      placeholder={value.length === 0 ? t('members.groupSearch') : undefined}
      // What was picked stays among the options: its name stands there.
      data={[...known.values()].map(({ id, name }) => ({ value: id, label: name }))}
      value={value.map(({ id }) => id)}
      onChange={(ids) => onChange(ids.flatMap((id) => known.get(id) ?? []))}
      filter={({ options, search }) =>
        options.filter((one) => 'value' in one && (search === '' || found.some(({ id }) => id === one.value)))
      }
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      clearSearchOnChange
      hidePickedOptions
      // Closed after each pick: open, it would lie over what comes next.
      dropdownOpened={isOpen}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => setOpen(false)}
      onOptionSubmit={() => setOpen(false)}
      maxValues={max}
      nothingFoundMessage={t('list.noneFound')}
      clearButtonProps={{ 'aria-label': t('members.clearOne', { what: label }) }}
    />
  )
}
