import { Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { provisioning } from '../../contract/provisioning.ts'
import { useReply } from '../data.ts'
import { useMemberOptions } from '../members/member-options.ts'
import { useAddress } from '../shell/addresses.ts'
import { useMay } from '../workspaces/here.ts'
import type { AuditEvent } from './event.ts'
import { SYSTEM, useActorName } from './use-actor.ts'

const FOUND_MAX = 20

/** Narrows the trail to what one person did, who is searched by name or e-mail address; or an identity provider, the server, or a token that a link names. */
export function ActorFilter({ newest }: { newest: AuditEvent | undefined }) {
  const { t } = useTranslation()
  const [{ actor }, setAddress] = useAddress()
  const [typed, setTyped] = useState('')
  const chosenName = useActorName(actor, newest)
  const people = useMemberOptions(typed, chosenName)
  const options = [...people, ...useProviders(typed.trim()), { value: SYSTEM, label: t('audit.system') }]
  const isElsewhere = actor !== undefined && !options.some(({ value }) => value === actor)
  const label = t('audit.actor')
  return (
    <Select
      size="sm"
      label={label}
      placeholder={t('audit.findPerson')}
      data={isElsewhere ? [{ value: actor, label: chosenName }, ...options] : options}
      filter={({ options: all }) => all}
      value={actor ?? null}
      onChange={(value) => setAddress({ actor: value ?? undefined })}
      searchable
      onSearchChange={setTyped}
      nothingFoundMessage={t('list.noneFound')}
      clearable
      clearButtonProps={{ 'aria-label': t('audit.clearOne', { what: label }) }}
      className="is-wide"
    />
  )
}

/** The SCIM tokens whose description has this text in it: the identity provider acts by them. */
function useProviders(search: string) {
  const { t } = useTranslation()
  const may = useMay()
  const all = useReply(provisioning.listTokens, {}, { enabled: may(provisioning.listTokens) }).data?.tokens
  return (all ?? [])
    .map(({ id, description }) => ({ value: id, label: t('audit.scim', { name: description }) }))
    .filter(({ label }) => label.toLowerCase().includes(search.toLowerCase()))
    .slice(0, FOUND_MAX)
}
