import { useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

/** Where to go when nothing else was said. */
export const HOME = '/workspaces'

/** The token that stands behind `#` in the address of this page: browsers send it to no server. Empty where there is none. */
export function useLinkToken(): string {
  return useHash().get('token') ?? ''
}

/** Where to go after signing in: a path of ours that the address names, or the workspaces. Never another site. */
export function useWayOn(): string {
  return safePath(useHash().get('returnTo')) ?? HOME
}

/** What stands behind `#` of the sign-in pages, to lead on afterwards. It may hold the secret of an invite, so it is no query. */
export function wayOnHash(to: string): string {
  return to === HOME || to === '/' ? '' : `returnTo=${encodeURIComponent(to)}`
}

/** A path on this server, or null for anything that leads elsewhere. */
export function safePath(to: string | null): string | null {
  if (!to?.startsWith('/')) return null
  const { origin } = window.location
  const url = new URL(to, origin)
  return url.origin === origin ? url.pathname + url.search + url.hash : null
}

/** As it stands in the address bar: the router's own form of it is decoded once already. */
function useHash(): URLSearchParams {
  useLocation()
  return new URLSearchParams(window.location.hash.slice(1))
}

/** What addresses may carry behind `?`. */
export const searchNames = [
  'email',
  /** What the page before this one did: `reset`; of a support visit, how it ended: `left`, `ended`. */
  'told',
  /** Why a sign-in at a provider failed: the code of a problem. */
  'problem',
  /** The provider, by its id, of an account that waits to be linked with the one that has its address here. */
  'link',
  /** The ways to prove the second factor, with commas, where a provider was the first. */
  'secondFactor',
  /** What a list is searched for, by what it is filtered, and in which order it stands. */
  'q',
  'role',
  'group',
  'owner',
  'mfa',
  'signIn',
  'sort',
  'order',
  'labels',
  /** The row of a list whose panel is open. */
  'show',
  'tab',
  /** Of the set-up of a connection: which step, and how the test sign-in went that came back (`passed`, `refused`). */
  'step',
  'test',
  /** The workspace, by name, whose single sign-on waits to be linked. */
  'workspace',
  /** The connection, by its id, that a link leads to. */
  'connection',
  /** Of the questions about access: who may do what on what. */
  'subjectType',
  'subject',
  'action',
  'type',
  'resource',
  /** Members only, or tokens only. */
  'kind',
  /** Of the audit trail. */
  'event',
  'actor',
  /** The owner, by their id, in whose name the support staff acted. */
  'inNameOf',
  'from',
  'until',
  /** Of the activity log of SCIM, and of the guide to set it up. */
  'outcome',
  'provider',
  /** Of the requests for access. */
  'state',
  'requester',
] as const
export type SearchName = (typeof searchNames)[number]
export type Search = Partial<Record<SearchName, string | undefined>>

/** What the address of this page carries, and how to change some of it (an empty text takes it away) without a step in the history. */
export function useAddress() {
  const search = useSearch({ strict: false })
  const navigate = useNavigate()
  const change = useCallback(
    (change: Search) =>
      void navigate({
        to: '.',
        search: (present: Search) => ({ ...present, ...change }),
        replace: true,
        // What was pressed stays under the eye.
        resetScroll: false,
      }),
    [navigate],
  )
  return [search, change] as const
}
