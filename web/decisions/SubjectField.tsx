import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { decisions } from '../../contract/decisions.ts'
import { members } from '../../contract/members.ts'
import { tokens } from '../../contract/tokens.ts'
import { useReply } from '../data.ts'
import { useAddress } from '../shell/addresses.ts'
import { useHere, useMay, useSelf } from '../workspaces/here.ts'
import { type Choice, Finder } from './Finder.tsx'
import type { Asked } from './question.ts'

const PEOPLE = 8
const TOKENS = 8
const TOKENS_LOADED = 1_000
const WAIT_MS = 200
const SEARCH_MAX = 255

/** Chooses whom a question is about: a member by name or address, or a token. Not there for who may ask about themselves only. */
export function SubjectField({ subject, isWide = false }: { subject: Asked; isWide?: boolean }) {
  const { t } = useTranslation()
  const may = useMay()
  const [, setAddress] = useAddress()
  const [search, setSearch] = useState('')
  const people = usePeople(search)
  const keys = useTokens(search)
  const { name } = useKnown(subject)
  if (!may(decisions.whoCan)) return null

  const typed = search.trim()
  // Who may not look people up knows their address.
  const byAddress = may(members.directory) || !typed ? [] : [{ value: `user ${typed}`, name: typed }]
  return (
    <Finder
      label={t('decisions.ask.subject')}
      placeholder={t('decisions.ask.findSubject')}
      chosen={name}
      onSearch={setSearch}
      found={[
        { title: t('frame.users'), choices: [...people.choices, ...byAddress] },
        { title: t('frame.tokens'), choices: keys },
      ]}
      isWaiting={people.isWaiting}
      isWide={isWide}
      error={people.error}
      onChoose={(value) => {
        const [type = '', ...id] = value.split(' ')
        setAddress({ subjectType: type, subject: id.join(' ') })
      }}
    />
  )
}

/**
 * Our own id of somebody whom the address of the page may name by their e-mail address, as programs do; and their name. Both as they were
 * given until they are known, and for who may not know them.
 */
export function useKnown({ type, id }: Asked): { id: string; name: string } {
  const { t } = useTranslation()
  const { me } = useHere()
  const self = useSelf()
  const may = useMay()
  const isAddress = id.includes('@')
  const isUser = type === 'user' && id !== self
  const byId = useReply(
    members.get,
    { params: { userId: id } },
    { enabled: isUser && !isAddress && may(members.get) },
  ).data?.user
  const byAddress = useReply(
    members.directory,
    { query: { search: id.slice(0, SEARCH_MAX), pagination: { count: 1 } } },
    { enabled: isUser && isAddress && may(members.directory) },
  ).data?.users[0]
  const token = useReply(
    tokens.get,
    { params: { tokenId: id } },
    { enabled: type === 'token' && may(tokens.get) },
  ).data?.token
  if (id === self) return { id, name: t('decisions.ask.you', { name: me.name }) }
  if (type === 'token') return { id, name: token?.description ?? id }
  return byId ?? byAddress ?? { id, name: id }
}

function usePeople(typed: string) {
  const may = useMay()
  const [search] = useDebouncedValue(typed.trim(), WAIT_MS)
  const query = { search, sort: 'name', pagination: { count: PEOPLE } } as const
  const reply = useReply(members.directory, { query }, { keep: true, enabled: may(members.directory) })
  const choices = (reply.data?.users ?? []).map(
    ({ id, name, email }): Choice => ({ value: `user ${id}`, name, hint: email }),
  )
  return { choices, isWaiting: reply.isFetching, error: reply.error }
}

function useTokens(typed: string): Choice[] {
  const may = useMay()
  const query = { pagination: { count: TOKENS_LOADED } }
  const all = useReply(tokens.list, { query }, { enabled: may(tokens.list) }).data?.tokens ?? []
  const wanted = typed.trim().toLowerCase()
  return all
    .filter(({ description }) => description.toLowerCase().includes(wanted))
    .slice(0, TOKENS)
    .map(({ id, description, hint }) => ({ value: `token ${id}`, name: description, hint: `…${hint}` }))
}
