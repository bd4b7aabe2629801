import { Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { groups } from '../../contract/groups.ts'
import { useReply } from '../data.ts'
import { useAddress } from '../shell/addresses.ts'
import { useFoundGroups } from './found-groups.ts'

/** Narrows the list of people to those in one group. */
export function GroupFilter() {
  const { t } = useTranslation()
  const [{ group: userGroupId = '' }, setAddress] = useAddress()
  const [typed, setTyped] = useState('')
  const found = useFoundGroups(typed)
  const isElsewhere = userGroupId !== '' && !found.some(({ id }) => id === userGroupId)
  const chosen = useReply(groups.get, { params: { userGroupId } }, { enabled: isElsewhere }).data?.userGroup
  const options = isElsewhere && chosen ? [chosen, ...found] : found
  const label = t('members.group')
  return (
    <Select
      size="sm"
      label={label}
      placeholder={t('list.all')}
      data={options.map(({ id, name }) => ({ value: id, label: name }))}
      filter={({ options }) => options}
      value={userGroupId || null}
      onChange={(value) => setAddress({ group: value ?? undefined })}
      searchable
      onSearchChange={setTyped}
      nothingFoundMessage={t('list.noneFound')}
      clearable
      clearButtonProps={{ 'aria-label': t('members.clearOne', { what: label }) }}
    />
  )
}
