import type { Given } from '../../client/call.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { members } from '../../contract/members.ts'
import { useReply } from '../data.ts'
import type { Search } from '../shell/addresses.ts'
import { type Asked, type Pages, usePages } from '../shell/pages.ts'

type Directory = Reply<typeof members.directory>
type Query = NonNullable<Given<typeof members.directory>['query']>

/** A member as the directory lists them. */
export type Listed = Directory['users'][number]

/** What the directory can be filtered by, as the address of the page calls it. */
export const filterNames = ['role', 'group', 'owner', 'mfa', 'signIn'] as const

/** What the address of the page asks the directory for; a word in it that means nothing here asks for nothing. */
export function directoryQuery(address: Search): Query {
  const { q, role, group, signIn } = address
  const owner = oneOf(['yes', 'no'], address.owner)
  const mfa = oneOf(['yes', 'no'], address.mfa)
  const sort = oneOf(['name', 'email', 'joined', 'active'], address.sort)
  const order = oneOf(['up', 'down'], address.order)
  return {
    ...(q && { search: q }),
    ...(role && { roleId: role }),
    ...(group && { groupId: group }),
    ...(owner && { owner }),
    ...(mfa && { mfa }),
    ...(signIn && { signIn }),
    sort: sort ?? 'name',
    ...(order && { order }),
  }
}

/** The members that the address of the page asks for, page by page; by name unless it says otherwise. */
export function useDirectory(address: Search): Pages<Listed> {
  const query = directoryQuery(address)
  const usePage = (pagination: Asked) =>
    useReply(members.directory, { query: { ...query, pagination } }, { keep: true })
  return usePages(JSON.stringify(query), usePage, (reply) => reply.users)
}

function oneOf<Word extends string>(words: readonly Word[], text: string | undefined): Word | undefined {
  return words.find((word) => word === text)
}
