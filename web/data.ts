import {
  keepPreviousData,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { createContext, useCallback, useContext } from 'react'
import { type Answer, call, type Given, Refused } from '../client/call.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import { wayOnHash } from './shell/addresses.ts'
import { proveAgain } from './shell/prove-again.ts'
import { visitOfTab } from './support/visiting.ts'
import { useWords, withRoleNames } from './words.ts'

/** The workspace that a page is about, by its slug; null outside of all workspaces. */
export const WorkspaceSlug = createContext<string | null>(null)
/** What the calls of a page are made with in place of the session: the secret of a set-up link. Null for everybody else. */
export const Bearer = createContext<string | null>(null)

const RETRIES_MAX = 2

interface Asking<E extends Endpoint> {
  strangers?: boolean
  enabled?: boolean
  keep?: boolean
  said?: (reply: Answer<E>) => Answer<E>
}

interface Calling {
  strangers?: boolean
  ends?: boolean
  strong?: boolean
}

/**
 * What an endpoint replies, kept while the page shows it. Whoever is not signed in is sent to the sign-in page, and comes back;
 * `strangers` are let stay. With `keep`, what was shown stays until the answer to another question is there. Roles are called as the
 * person's language calls them; `said` puts a reply into words in another way.
 */
export function useReply<E extends Endpoint>(
  endpoint: E,
  given: Given<E>,
  { strangers = false, enabled = true, keep = false, said }: Asking<E> = {},
): UseQueryResult<Answer<E>, Refused> {
  const manner = useManner(strangers)
  const words = useWords()
  const inWords = useCallback((reply: Answer<E>) => withRoleNames(reply, words), [words])
  return useQuery<Answer<E>, Refused>({
    queryKey: [endpoint.route, manner.slug, given],
    queryFn: () => ask(endpoint, given, manner),
    enabled,
    select: said ?? inWords,
    // Of a list only what is shown is kept, however far somebody walks through it.
    ...(keep ? { placeholderData: keepPreviousData, gcTime: 0 } : {}),
  })
}

/** What an endpoint replies to several questions, as far as it is there; each is asked once, also where parts of the page ask for it alone. */
export function useReplies<E extends Endpoint>(
  endpoint: E,
  all: readonly Given<E>[],
  { enabled = true }: Pick<Asking<E>, 'enabled'> = {},
): (Answer<E> | undefined)[] {
  const manner = useManner(false)
  return useQueries({
    queries: all.map((given) => ({
      queryKey: [endpoint.route, manner.slug, given],
      queryFn: () => ask(endpoint, given, manner),
      enabled,
    })),
    combine: (replies) => replies.map(({ data }) => data),
  })
}

/**
 * Calls an endpoint when asked to. What asks for a fresh proof opens the dialog for it, and is sent once more: for one by a second factor or a
 * passkey where nothing less than a `strong` one will do. Whatever was changed, all that the page shows is asked for again; not where the session
 * `ends` with it, because that would be refused.
 */
export function useCall<E extends Endpoint>(
  endpoint: E,
  { strangers = false, ends = false, strong = false }: Calling = {},
): UseMutationResult<Answer<E>, Refused, Given<E>> {
  const manner = { ...useManner(strangers), strong }
  const queries = useQueryClient()
  return useMutation<Answer<E>, Refused, Given<E>>({
    mutationFn: (given) => ask(endpoint, given, manner),
    onSuccess: () => (ends || endpoint.access.kind === 'anyone' ? undefined : queries.invalidateQueries()),
  })
}

/** Calls an endpoint once, for what no page keeps: the whole of a long list, a file, one part of a long work. What is shown stays as it is. */
export function useAsk(): <E extends Endpoint>(endpoint: E, given: Given<E>) => Promise<Answer<E>> {
  const manner = useManner(false)
  return (endpoint, given) => ask(endpoint, given, manner)
}

/** Whether to ask a second time: not where the server has said no. */
export function isWorthRetrying(count: number, error: unknown): boolean {
  return !isNo(error) && count < RETRIES_MAX
}

/** Whether the server has understood what it was asked, and refused it: not that it, or the way to it, fails. */
export function isNo(error: unknown): boolean {
  return error instanceof Refused && error.status < 500 && error.status !== 429
}

/** The sign-in page, which leads back to where the person is; for support staff, who cannot sign in there, the page that says that their visit is over. */
export function signInPath(): string {
  if (visitOfTab() !== null) return '/support?told=ended'
  const { pathname, search, hash } = window.location
  const after = wayOnHash(pathname + search + hash)
  return after ? `/sign-in#${after}` : '/sign-in'
}

interface Manner {
  slug: string | null
  bearer: string | null
  strangers: boolean
  strong: boolean
}

function useManner(strangers: boolean): Manner {
  return { slug: useContext(WorkspaceSlug), bearer: useContext(Bearer), strangers, strong: false }
}

async function ask<E extends Endpoint>(
  endpoint: E,
  given: Given<E>,
  { slug, bearer, strangers, strong }: Manner,
): Promise<Answer<E>> {
  const inWorkspace = endpoint.access.kind === 'can' || endpoint.access.kind === 'member'
  const url = inWorkspace && slug !== null ? `/w/${slug}` : ''
  const connection = bearer === null ? { url } : { url, token: bearer }
  try {
    return await call(connection, endpoint, given)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (isProofAsked(error) && (await proveAgain(strong))) return call(connection, endpoint, given)
    if (isSignedOut(error) && !strangers && bearer === null) window.location.assign(signInPath())
    throw error
  }
}

function isProofAsked({ code }: Refused): boolean {
  return code === 'step-up-required' || code === 'strong-factor-required'
}

function isSignedOut({ code }: Refused): boolean {
  return code === 'not-signed-in' || code === 'sign-in-again'
}
