import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { members } from '../../contract/members.ts'
import { useReply } from '../data.ts'

const WAIT_MS = 200
const FOUND_MAX = 20

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
  const [search] = useDebouncedValue(typed.trim(), WAIT_MS)
  const query = { ...(search && { search }), sort: 'name' as const, pagination: { count: FOUND_MAX } }
  const found = useReply(members.directory, { query }, { keep: true })
  const options = (found.data?.users ?? [])
    .filter(({ id }) => !but.includes(id))
    .map(({ id, name, email }) => ({ value: id, label: name === email ? name : `${name} (${email})` }))
  return (
    <Select
      label={label}
      placeholder={t('sso.rules.exemptFind')}
      data={options}
      filter={({ options: all }) => all}
      value={value}
      onChange={onChange}
      searchable
      onSearchChange={setTyped}
      nothingFoundMessage={t('list.noneFound')}
      className="sso-find"
    />
  )
}
