import { MultiSelect, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFoundGroups } from './found-groups.ts'

/** A group as it is picked, with its roles where they are known. */
export interface PickedGroup {
  id: string
  name: string
  permissions?: readonly { roleId: string }[]
  /** The identity provider says who is in it: nobody else puts people into it. */
  managed?: boolean
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
      data={[...known.values()].map(({ id, name, managed = false }) => ({
        value: id,
        label: name,
        disabled: managed,
      }))}
      renderOption={({ option }) => (
        <Option name={option.label} isManaged={known.get(option.value)?.managed ?? false} />
      )}
      // What stays is in front: backspace takes the last one away.
      value={value
        .toSorted((a, b) => Number(b.managed ?? false) - Number(a.managed ?? false))
        .map(({ id }) => id)}
      // Whatever is pressed: nobody is taken out of a group here that the identity provider fills.
      onChange={(ids) => {
        const kept = value.filter(({ id, managed }) => managed || ids.includes(id))
        const come = ids.filter((id) => !kept.some((group) => group.id === id))
        onChange([...kept, ...come.flatMap((id) => known.get(id) ?? [])])
      }}
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

function Option({ name, isManaged }: { name: string; isManaged: boolean }) {
  const { t } = useTranslation()
  return (
    <span>
      <bdi>{name}</bdi>
      {isManaged && (
        <Text component="span" display="block" size="xs">
          {t('provisioning.why.option')}
        </Text>
      )}
    </span>
  )
}
