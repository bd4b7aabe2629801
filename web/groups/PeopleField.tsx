import { Badge, CloseButton, Combobox, Group, Stack, Text, TextInput, useCombobox } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PersonLine } from '../members/PersonLine.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { type Found, type Someone, useFoundPeople } from './found.ts'

interface Given {
  label: string
  value: readonly Someone[]
  onChange: (people: Someone[]) => void
  /** The group that they are chosen for, where it exists: who is in it already cannot be chosen. */
  groupId?: string
}

/** Finds members and pending invitees by name or e-mail address, and keeps those that were chosen. */
export function PeopleField({ label, value, onChange, groupId }: Given) {
  const input = useRef<HTMLInputElement>(null)
  const remove = (email: string) => {
    onChange(value.filter((one) => one.email !== email))
    input.current?.focus()
  }
  return (
    <Stack gap="sm">
      <Finder label={label} groupId={groupId} input={input} value={value} onChange={onChange} />
      {value.length > 0 && (
        <ul className="chips">
          {value.map((one) => (
            <li key={one.email}>
              <Chosen someone={one} onRemove={() => remove(one.email)} />
            </li>
          ))}
        </ul>
      )}
    </Stack>
  )
}

function Chosen({
  someone: { name, email, isInvited },
  onRemove,
}: {
  someone: Someone
  onRemove: () => void
}) {
  const { t } = useTranslation()
  return (
    <>
      <Text size="sm" lineClamp={1} dir="auto" title={email}>
        {name}
      </Text>
      {isInvited && <Invited />}
      <CloseButton size="sm" aria-label={t('groups.unchoose', { name })} onClick={onRemove} />
    </>
  )
}

type Finding = Omit<Given, 'groupId'> & {
  groupId: string | undefined
  input: React.RefObject<HTMLInputElement | null>
}

function Finder({ label, value, onChange, groupId, input }: Finding) {
  const { t } = useTranslation()
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [typed, setTyped] = useState('')
  const { found, more, error, isWaiting } = useFoundPeople(typed, groupId)
  const left = found.filter(({ email }) => !value.some((one) => one.email === email))
  const choose = (email: string) => {
    const one = left.find((person) => person.email === email)
    if (one) onChange([...value, { email, name: one.name, isInvited: one.isInvited }])
    setTyped('')
    combobox.closeDropdown()
  }
  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.Target withExpandedAttribute>
        <TextInput
          ref={input}
          data-autofocus
          role="combobox"
          size="sm"
          label={label}
          placeholder={t('groups.findPeople')}
          maxLength={255}
          autoComplete="off"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            combobox.openDropdown()
          }}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options
          mah={320}
          tabIndex={-1}
          style={{ overflowY: 'auto' }}
          aria-label={t('groups.found')}
        >
          {left.map((one) => (
            <Option key={one.email} found={one} />
          ))}
          {left.length === 0 && (
            <Combobox.Empty>{isWaiting ? t('common.loading') : t('list.noneFound')}</Combobox.Empty>
          )}
          {more && <Combobox.Footer fz="sm">{t('groups.findMore')}</Combobox.Footer>}
        </Combobox.Options>
        <Refusal error={error} />
      </Combobox.Dropdown>
    </Combobox>
  )
}

function Option({ found: { name, email, isInvited, isHere } }: { found: Found }) {
  const { t } = useTranslation()
  return (
    <Combobox.Option value={email} disabled={isHere} style={isHere ? { opacity: 0.7 } : undefined}>
      <Group gap="sm" wrap="nowrap" justify="space-between">
        <PersonLine name={name} email={email} />
        {isHere ? (
          <Text size="xs" style={{ flex: 'none' }}>
            {t('groups.isHere')}
          </Text>
        ) : (
          isInvited && <Invited />
        )}
      </Group>
    </Combobox.Option>
  )
}

/** Marks somebody who has not accepted their invite yet. */
export function Invited() {
  const { t } = useTranslation()
  return (
    <Badge size="sm" variant="default" style={{ flex: 'none' }}>
      {t('groups.invited')}
    </Badge>
  )
}
