import type { Config } from './config.ts'
import { type Answer, type Detours, exchange, type Question, tooSlow } from './outward-exchange.ts'
import { findAddresses, findTexts, type Names } from './outward-names.ts'
import { OutwardRefusal } from './outward-refusal.ts'

export { OutwardRefusal } from './outward-refusal.ts'

const TIMEOUT_MS = 5_000
const REDIRECTS_MAX = 3
const REDIRECTING = new Set([301, 302, 303, 307, 308])
const FETCHED_BYTES_MAX = 262_144
/** Below are other services of a machine, which are not to hear from us in words that a customer chose. */
const FREE_PORT_MIN = 1_024
/** A body says so little that a response must not have one. */
const BODILESS = new Set([204, 205, 304])

/** What came from an address that a customer gave. */
export interface Fetched {
  status: number
  /** Where it came from in the end, after redirects. */
  url: string
  text: string
}

/**
 * The only way to addresses that customers give: of metadata, of OpenID providers, of domains. Resolves a name once, refuses addresses that
 * are not on the public internet (unless the operator allows them), and connects to what was checked (standards/sso SA-18, OI-2).
 */
export interface Outward {
  /** The TXT records of a name, each as one text; none where there are none. Throws `OutwardRefusal` where DNS does not answer. */
  txt(name: string): Promise<string[]>
  /** Gets a text by https: at most `maxBytes`, five seconds, three redirects, each checked. Throws `OutwardRefusal`. */
  getText(url: string, maxBytes: number): Promise<Fetched>
  /** The same guard as a `fetch`, for openid-client: at most 256 KiB, no redirects are followed. Throws `OutwardRefusal`. */
  fetch: typeof fetch
}

/** Opens the way outward by the operator's configuration. `detours` are for tests: they replace what is connected to, never what is checked. */
export function openOutward(
  { dnsServers, privateAddresses }: Pick<Config, 'dnsServers' | 'privateAddresses'>,
  detours: Detours = {},
): Outward {
  const servers = dnsServers?.split(',').map((server) => server.trim())
  const names: Names = { servers, privateAllowed: privateAddresses === 'allowed' }
  const ask = (question: Question) => askGuarded(names, detours, question)
  return {
    txt: (name) => findTexts(names, name, AbortSignal.timeout(TIMEOUT_MS)),
    getText: (url, maxBytes) => getText(ask, url, maxBytes),
    fetch: async (input, init) => {
      // Before a Request is made of it, whose own words for what is wrong repeat the address.
      check(parsed(input instanceof Request ? input.url : String(input)))
      return fetchOnce(ask, new Request(input, init))
    },
  }
}

type Ask = (question: Question) => Promise<Answer>

async function getText(ask: Ask, address: string, bytesMax: number): Promise<Fetched> {
  const about = { method: 'GET', headers: {}, body: undefined, bytesMax }
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  let url = parsed(address)
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
    const { status, headers, body } = await ask({ ...about, url, signal })
    const [, to] = headers.find(([name]) => name === 'location') ?? []
    if (!REDIRECTING.has(status) || to === undefined) return { status, url: url.href, text: textOf(body) }
    url = parsed(to, url)
  }
  throw new OutwardRefusal(`${url.host} sends on more than ${REDIRECTS_MAX} times.`)
}

async function fetchOnce(ask: Ask, asked: Request): Promise<Response> {
  const given = Buffer.from(await asked.arrayBuffer())
  const { status, headers, body } = await ask({
    url: parsed(asked.url),
    method: asked.method,
    headers: Object.fromEntries(asked.headers),
    body: given.length > 0 ? given : undefined,
    bytesMax: FETCHED_BYTES_MAX,
    signal: AbortSignal.any([asked.signal, AbortSignal.timeout(TIMEOUT_MS)]),
  })
  // A copy: a Response takes no bytes of memory that others share.
  return new Response(BODILESS.has(status) ? null : new Uint8Array(body), { status, headers })
}

async function askGuarded(names: Names, detours: Detours, question: Question): Promise<Answer> {
  const { url, signal } = question
  check(url)
  const isPlain = url.protocol !== 'https:'
  if (isPlain && !names.privateAllowed) throw notSafe(url)
  const checked = await findAddresses(names, url.hostname, signal).catch((error) => {
    throw signal.aborted ? tooSlow(url.host) : error
  })
  if (isPlain && !checked.isLoopback) throw notSafe(url)
  return exchange(question, checked, detours)
}

function parsed(text: string, from?: URL): URL {
  const url = URL.parse(text, from)
  if (!url) throw new OutwardRefusal('This is no address of the web.')
  return url
}

function check({ protocol, username, password, port, hostname }: URL) {
  if (!/^https?:$/.test(protocol) || hostname === '')
    throw new OutwardRefusal('The address must begin with https://.')
  if (username !== '' || password !== '')
    throw new OutwardRefusal('The address must not have a user name or a password in it.')
  if (port !== '' && Number(port) < FREE_PORT_MIN)
    throw new OutwardRefusal(`The address must be on port 443, or on one from ${FREE_PORT_MIN} on.`)
}

function notSafe({ host }: URL): OutwardRefusal {
  return new OutwardRefusal(`${host} must be asked by https.`)
}

function textOf(body: Buffer): string {
  return new TextDecoder().decode(body)
}
