import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import type { Visitor } from '../caller/caller.ts'
import { newSecret, wellFormedSecret } from '../platform/ids.ts'
import { seal, unseal } from '../platform/keys.ts'

/** How long a browser may be away at a provider, and how long a link may wait to be confirmed (standards/sso OI-1, SA-13). */
export const FLOW_MS = 10 * 60_000

/** Whose ways are hidden: nothing that one room hid is opened by the other. */
export type FlowRoom = 'provider flows' | 'sso flows'

/** The secret that binds ways to this browser: the one it has, or a new one. */
export function browserSecret({ browser: { flow } }: Pick<Visitor, 'browser'>): string {
  return flow !== null && wellFormedSecret(flow, 'cvf_') ? flow : newSecret('cvf_')
}

/** Hides what is kept between two requests. */
export function sealFlow({ keys }: Pick<App, 'keys'>, room: FlowRoom, value: object): Buffer {
  return seal(keys.derive(room).toString('base64'), JSON.stringify(value))
}

/** What `sealFlow` hid. Raises `sign-in-over` where the server's key is another since. */
export function openFlow<Value extends object>(
  { keys }: Pick<App, 'keys'>,
  room: FlowRoom,
  bytes: Buffer,
): Value {
  const text = unseal(keys.derive(room).toString('base64'), bytes)
  if (text === null) throw new Problem('sign-in-over')
  // What this server sealed itself.
  return JSON.parse(text) as Value
}

/**
 * A path on this server, or `/` for whatever is none: `//evil`, `/\evil`, `https:evil`, control characters (standards/sso OI-9, SA-14).
 * What is answered is what a browser would make of it.
 */
export function pathOfOurs(text: string | undefined): string {
  if (text === undefined || !/^\/[^\\\p{Cc}]*$/u.test(text)) return '/'
  const here = 'http://here.invalid'
  const url = URL.parse(text, here)
  if (!url || url.origin !== here || url.pathname.startsWith('//')) return '/'
  return `${url.pathname}${url.search}${url.hash}`
}

/** The address of the sign-in page, saying `query`. What comes afterwards stands behind `#`: it may hold the secret of an invite. */
export function signInPage(
  { config }: Pick<App, 'config'>,
  query: Record<string, string>,
  returnTo: string,
): string {
  return pageAt(`${config.publicUrl}/sign-in`, query, returnTo)
}

/** The address of the page that asks whoever is signed in already whether they want to go on, saying `query`. */
export function askingPage(
  { config }: Pick<App, 'config'>,
  query: Record<string, string>,
  returnTo: string,
): string {
  return pageAt(`${config.publicUrl}/sign-in/sso`, query, returnTo)
}

function pageAt(page: string, query: Record<string, string>, returnTo: string): string {
  const after = returnTo === '/' ? '' : `#returnTo=${encodeURIComponent(returnTo)}`
  return `${page}?${new URLSearchParams(query)}${after}`
}
