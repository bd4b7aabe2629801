import { Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMemberOptions } from './member-options.ts'
import './members.css'

interface Given {
  label: string
  value: string | null
  onChange: (userId: string | null) => void
  /** Who cannot be chosen. */
  but: string[]
}

/** Chooses a member, who is searched by name or e-mail address. */
export function FindMember({ label, value, onChange, but }: Given) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const options = useMemberOptions(typed).filter((one) => !but.includes(one.value))
  return (
    <Select
      label={label}
      placeholder={t('members.find')}
      data={options}
      filter={({ options: all }) => all}
      value={value}
      onChange={onChange}
      searchable
      onSearchChange={setTyped}
      nothingFoundMessage={t('list.noneFound')}
      className="find-member"
    />
  )
}
