import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { accessRequests } from '../../contract/access-requests.ts'
import { useReply } from '../data.ts'
import { useMemberOptions } from '../members/member-options.ts'
import { useAddress } from '../shell/addresses.ts'
import { EVERY_STATE, filtersOf } from './filters.ts'
import { states } from './request.ts'
import '../members/members.css'

/** What the list of requests is narrowed to. All of it stands in the address. */
export function RequestFilters() {
  const { t } = useTranslation()
  const [address, setAddress] = useAddress()
  const isFiltered = Boolean(address.state || address.requester)
  return (
    <search className="filters" aria-label={t('requests.filters')}>
      <Select
        size="sm"
        label={t('requests.state')}
        data={[
          ...states.map((state) => ({ value: state, label: t(`requests.states.${state}`) })),
          { value: EVERY_STATE, label: t('requests.everyState') },
        ]}
        value={filtersOf(address).state ?? EVERY_STATE}
        onChange={(state) => setAddress({ state: state === 'open' ? '' : (state ?? '') })}
        allowDeselect={false}
      />
      <PersonFilter />
      {isFiltered && (
        <Button variant="subtle" size="sm" onClick={() => setAddress({ state: '', requester: '' })}>
          {t('list.clear')}
        </Button>
      )}
    </search>
  )
}

/** One person's requests: a member who is searched for, or whom a link names, also where they are not here any more. */
function PersonFilter() {
  const { t } = useTranslation()
  const [{ requester }, setAddress] = useAddress()
  const [typed, setTyped] = useState('')
  const chosen = useNameOf(requester)
  const options = useMemberOptions(typed, chosen)
  const isElsewhere = requester && !options.some(({ value }) => value === requester)
  return (
    <Select
      size="sm"
      label={t('requests.person')}
      placeholder={t('requests.findPerson')}
      data={isElsewhere ? [{ value: requester, label: chosen }, ...options] : options}
      filter={({ options: all }) => all}
      value={requester || null}
      onChange={(value) => setAddress({ requester: value ?? '' })}
      searchable
      onSearchChange={setTyped}
      nothingFoundMessage={t('list.noneFound')}
      clearable
      clearButtonProps={{ 'aria-label': t('members.clearOne', { what: t('requests.person') }) }}
    />
  )
}

/** What somebody was called when they last asked; their id until that is known. */
function useNameOf(requesterId = ''): string {
  const query = { requesterId, pagination: { count: 1 } }
  const last = useReply(accessRequests.list, { query }, { enabled: requesterId !== '' })
  return last.data?.accessRequests[0]?.requester.name ?? requesterId
}
