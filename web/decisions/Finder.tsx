import { Combobox, Stack, Text, TextInput, useCombobox } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../shell/Refusal.tsx'

/** One thing that can be chosen. */
export interface Choice {
  value: string
  name: string
  hint?: string | undefined
}

interface Given {
  label: string
  placeholder: string
  /** The name of what is chosen. */
  chosen: string
  onSearch: (text: string) => void
  /** What was found, under headings where there are several kinds. */
  found: { title?: string; choices: Choice[] }[]
  isWaiting: boolean
  error: Error | null
  onChoose: (value: string) => void
  /** Takes the whole width. */
  isWide?: boolean
}

/** Finds one thing by typing a part of its name, and shows what is chosen while nobody types. */
export function Finder(given: Given) {
  const { label, placeholder, chosen, onSearch, found, isWaiting, error, onChoose, isWide = false } = given
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [typed, setTyped] = useState<string | null>(null)
  const listed = found.flatMap(({ choices }) => choices.map(({ value }) => value)).join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever others are found, Enter takes the first of them
  useEffect(() => {
    if (!typed) return
    const soon = setTimeout(() => combobox.selectFirstOption())
    return () => clearTimeout(soon)
  }, [listed, typed, combobox.dropdownOpened])
  const type = (text: string) => {
    setTyped(text)
    onSearch(text)
    combobox.openDropdown()
  }
  const rest = () => {
    combobox.closeDropdown()
    setTyped(null)
    onSearch('')
  }
  const choose = (value: string) => {
    onChoose(value)
    rest()
  }
  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.Target>
        <TextInput
          className={isWide ? 'ask-wide' : undefined}
          size="sm"
          label={label}
          placeholder={chosen || placeholder}
          maxLength={255}
          dir="auto"
          autoComplete="off"
          rightSection={<IconSelector size={16} aria-hidden color="var(--mantine-color-dimmed)" />}
          rightSectionPointerEvents="none"
          value={typed ?? chosen}
          onChange={(event) => type(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => combobox.openDropdown()}
          onBlur={rest}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Refusal error={error} />
        <Options label={label} found={found} isWaiting={isWaiting} />
      </Combobox.Dropdown>
    </Combobox>
  )
}

function Options({ label, found, isWaiting }: Pick<Given, 'label' | 'found' | 'isWaiting'>) {
  const { t } = useTranslation()
  const filled = found.filter(({ choices }) => choices.length > 0)
  return (
    <Combobox.Options mah={320} tabIndex={-1} style={{ overflowY: 'auto' }} aria-label={label}>
      {filled.map(({ title = '', choices }) => (
        <Combobox.Group key={title} label={title}>
          {choices.map(({ value, name, hint }) => (
            <Combobox.Option key={value} value={value}>
              <Stack gap={0}>
                <Text size="sm" dir="auto" lineClamp={2}>
                  {name}
                </Text>
                {hint && (
                  <Text size="xs" c="dimmed" dir="auto" lineClamp={1}>
                    {hint}
                  </Text>
                )}
              </Stack>
            </Combobox.Option>
          ))}
        </Combobox.Group>
      ))}
      {filled.length === 0 && (
        <Combobox.Empty>{isWaiting ? t('common.loading') : t('list.noneFound')}</Combobox.Empty>
      )}
    </Combobox.Options>
  )
}
