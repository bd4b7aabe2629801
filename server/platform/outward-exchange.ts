import { request as askPlain, type IncomingMessage } from 'node:http'
import { request as askSafely } from 'node:https'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import type { Checked } from './outward-names.ts'
import { OutwardRefusal } from './outward-refusal.ts'

/** What is asked of a server, of which so many bytes are read at most. */
export interface Question {
  url: URL
  method: string
  headers: Record<string, string>
  body: Buffer | undefined
  bytesMax: number
  signal: AbortSignal
}

/** What it answered. */
export interface Answer {
  status: number
  headers: [name: string, value: string][]
  body: Buffer
}

/** For tests alone: who else is believed, and which port of this machine is reached instead of a public address. */
export interface Detours {
  ca?: string
  ports?: Map<string, number>
}

const STATUS_MIN = 200
const STATUS_MAX = 599
const away = new Set(['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EPIPE'])

/**
 * Asks once, at the addresses that were checked and nowhere else; the certificate must be the name's. Redirects are answers.
 * Nothing is unpacked, and no cookie goes along. Throws `OutwardRefusal`.
 */
export function exchange(
  question: Question,
  { addresses }: Checked,
  { ca, ports }: Detours,
): Promise<Answer> {
  const { url, method, headers, body, signal } = question
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const detour = addresses.map((address) => ports?.get(address)).find((port) => port !== undefined)
  const isSafe = url.protocol === 'https:'
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(inWords(error, url, signal))
    const asking = (isSafe ? askSafely : askPlain)({
      method,
      host,
      port: detour ?? (url.port || (isSafe ? 443 : 80)),
      path: `${url.pathname}${url.search}`,
      headers: { ...headers, host: url.host, 'accept-encoding': 'identity', 'user-agent': 'Claviger' },
      lookup: always(detour === undefined ? addresses : ['127.0.0.1']),
      // A connection of its own: none that stays open for whoever comes next.
      agent: false,
      signal,
      ...(ca === undefined ? {} : { ca }),
    })
    asking.on('response', (answer) => collect(answer, question).then(resolve, fail))
    asking.on('error', fail)
    asking.end(body)
  })
}

/** Answers every look-up with the same addresses: DNS is not asked a second time, so that it cannot say something else. */
function always(addresses: string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_host, options, tell) => {
    const [first] = all
    if (options.all) tell(null, all)
    else tell(null, first?.address ?? '', first?.family)
  }
}

async function collect(answer: IncomingMessage, { url, bytesMax }: Question): Promise<Answer> {
  const tooLarge = () => {
    answer.destroy()
    return new OutwardRefusal(`What is at ${url.host} is larger than ${bytesMax} bytes.`)
  }
  const { statusCode: status = 0 } = answer
  if (status < STATUS_MIN || status > STATUS_MAX) {
    answer.destroy()
    throw new OutwardRefusal(`${url.host} answers with status ${status}, which means nothing.`)
  }
  const { 'content-encoding': packed = 'identity', 'content-length': length } = answer.headers
  if (packed !== 'identity') {
    answer.destroy()
    throw new OutwardRefusal(
      `${url.host} answers in a packed form (${packed.slice(0, 20)}) that was not asked for.`,
    )
  }
  if (Number(length) > bytesMax) throw tooLarge()

  const parts: Buffer[] = []
  let size = 0
  for await (const part of answer) {
    size += part.length
    if (size > bytesMax) throw tooLarge()
    parts.push(part)
  }
  const headers = Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  )
  return { status, headers, body: Buffer.concat(parts) }
}

function inWords(error: unknown, { host }: URL, signal: AbortSignal): OutwardRefusal {
  if (error instanceof OutwardRefusal) return error
  if (signal.aborted) return tooSlow(host)
  const { code = 'no code' } = error as NodeJS.ErrnoException
  if (away.has(code)) return new OutwardRefusal(`${host} does not answer.`, { isAway: true })
  if (/CERT|TLS|SSL|SIGNED|ISSUER|SIGNATURE/.test(code))
    return new OutwardRefusal(`${host} has no certificate that is valid for it (${code}).`)
  return new OutwardRefusal(`${host} does not answer as a web server does (${code}).`)
}

/** For whatever took longer than it may. */
export function tooSlow(host: string): OutwardRefusal {
  return new OutwardRefusal(`${host} takes too long to answer.`, { isAway: true })
}
