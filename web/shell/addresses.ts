import { useLocation } from '@tanstack/react-router'

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
