import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { resources } from '../../contract/resources.ts'
import { useReply } from '../data.ts'
import { useAddress } from '../shell/addresses.ts'
import type { ResourceType } from '../workspaces/here.ts'
import { type Choice, Finder } from './Finder.tsx'
import type { Question } from './question.ts'

const FOUND = 20
const WAIT_MS = 200

/** Chooses the resource that a question is about; by its id also one that is not registered, or that the person does not see. */
export function ResourceField({ question: { type, resource } }: { question: Question }) {
  const { t } = useTranslation()
  const [, setAddress] = useAddress()
  const [search, setSearch] = useState('')
  const { choices, isWaiting, error } = useFound(type, search)
  const chosen = useNameOfResource(resource)
  const typed = search.trim()
  const isOther = typed !== '' && !isWaiting && !choices.some(({ value }) => value === typed)
  const byId = isOther ? [{ value: typed, name: typed, hint: t('decisions.ask.byId') }] : []
  return (
    <Finder
      label={t('decisions.ask.resource', { type: type.name })}
      placeholder={t('decisions.ask.findResource')}
      chosen={chosen}
      onSearch={setSearch}
      found={[{ choices: [...choices, ...byId] }]}
      isWaiting={isWaiting}
      error={error}
      onChoose={(id) => setAddress({ resource: id })}
    />
  )
}

function useFound(type: ResourceType, typed: string) {
  const [search] = useDebouncedValue(typed.trim(), WAIT_MS)
  const query = { type: type.type, search, pagination: { count: FOUND } }
  const reply = useReply(resources.list, { query }, { keep: true })
  const choices = (reply.data?.resources ?? []).map(
    ({ id, name }): Choice => ({ value: id, name, hint: name === id ? undefined : id }),
  )
  return { choices, isWaiting: reply.isFetching || search !== typed.trim(), error: reply.error }
}

/** What a resource is called; its id until that is known, and where it may not be seen. */
function useNameOfResource({ type, id = '' }: { type: string; id?: string }): string {
  const found = useReply(
    resources.get,
    { params: { type, id } },
    { enabled: id !== '' && type !== 'workspace' },
  )
  return found.data?.resource.name ?? id
}
