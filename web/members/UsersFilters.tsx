import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { groups } from '../../contract/groups.ts'
import { grantableFirst, useRoles } from '../grants/roles.ts'
import { type SearchName, useAddress } from '../shell/addresses.ts'
import { SearchField } from '../shell/SearchField.tsx'
import { useFeature, useMay } from '../workspaces/here.ts'
import { filterNames } from './directory.ts'
import { GroupFilter } from './GroupFilter.tsx'
import { useWays } from './ways.ts'

/** What the list of people is searched for and filtered by. All of it stands in the address. */
export function UsersFilters() {
  const { t } = useTranslation()
  const [address, setAddress] = useAddress()
  const [cleared, setCleared] = useState(0)
  const may = useMay()
  const hasGroups = useFeature()('user-groups')
  const all = useRoles().data?.roles ?? []
  const ways = useWays()
  const isFiltered = filterNames.some((name) => address[name]) || Boolean(address.q)
  const clear = () => {
    setAddress(Object.fromEntries(['q', ...filterNames].map((name) => [name, undefined])))
    setCleared(cleared + 1)
  }
  const yesNo = (yes: string, no: string) => [
    { value: 'yes', label: yes },
    { value: 'no', label: no },
  ]
  return (
    <search className="filters" aria-label={t('members.filters')}>
      <SearchField key={cleared} label={t('members.search')} />
      <Filter
        name="role"
        label={t('members.role')}
        data={grantableFirst(all).map(({ id, name }) => ({ value: id, label: name }))}
      />
      {hasGroups && may(groups.list) && <GroupFilter />}
      <Filter
        name="owner"
        label={t('members.owner')}
        data={yesNo(t('members.owners'), t('members.notOwners'))}
      />
      <Filter
        name="mfa"
        label={t('members.mfaShort')}
        data={yesNo(t('members.mfaOn'), t('members.mfaOff'))}
      />
      <Filter name="signIn" label={t('members.signIn')} data={ways.all} />
      {isFiltered && (
        <Button variant="subtle" size="sm" onClick={clear}>
          {t('list.clear')}
        </Button>
      )}
    </search>
  )
}

interface Given {
  name: SearchName
  label: string
  data: { value: string; label: string }[]
}

function Filter({ name, label, data }: Given) {
  const { t } = useTranslation()
  const [address, setAddress] = useAddress()
  return (
    <Select
      size="sm"
      label={label}
      placeholder={t('list.all')}
      data={data}
      value={address[name] ?? null}
      onChange={(value) => setAddress({ [name]: value ?? undefined })}
      searchable={data.length > 10}
      nothingFoundMessage={t('list.noneFound')}
      clearable
      clearButtonProps={{ 'aria-label': t('members.clearOne', { what: label }) }}
    />
  )
}
