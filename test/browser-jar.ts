import { call } from '../client/call.ts'
import { type As, originOf } from './house.ts'

/** A browser's cookies, and calls that send them: what signs in here stays signed in, as it would in a browser. */
export interface Jar {
  /** Calls an endpoint from a page of the server's own, and keeps what its answer sets. */
  call: As
  /** The same in a workspace: `jar.within('acme')(groups.list, {})`. */
  within(slug: string): As
  /** What is kept, by name. Whoever wants another browser's cookie puts it in. */
  cookies: Map<string, string>
  /** The `Set-Cookie` lines of the last answer, as they came. */
  lastSet: string[]
  /** The same cookies for plain requests. Redirects are not followed. */
  fetch: typeof fetch
}

/** Opens an empty jar for the server at `url`. Its own pages have the origin of `url`, unless another public one is given. */
export function openJar(url: string, origin = originOf(url)): Jar {
  const cookies = new Map<string, string>()
  const send: typeof fetch = async (input, init = {}) => {
    const headers = new Headers(init.headers)
    if (!headers.has('origin')) headers.set('origin', origin)
    if (cookies.size > 0) headers.set('cookie', [...cookies].map((pair) => pair.join('=')).join('; '))
    const response = await fetch(input, { redirect: 'manual', ...init, headers })
    jar.lastSet = response.headers.getSetCookie()
    for (const line of jar.lastSet) keep(cookies, line)
    return response
  }
  const at =
    (place: string): As =>
    (endpoint, given) =>
      call({ url: place, fetch: send }, endpoint, given)
  const jar: Jar = {
    call: at(url),
    within: (slug) => at(`${url}/w/${slug}`),
    cookies,
    lastSet: [],
    fetch: send,
  }
  return jar
}

function keep(cookies: Map<string, string>, line: string) {
  const [pair = '', ...attributes] = line.split('; ')
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(pair) ?? []
  if (value === '' || attributes.includes('Max-Age=0')) cookies.delete(name)
  else cookies.set(name, value)
}
