import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { type Whereabouts, whereaboutsOf } from './outward-addresses.ts'
import { OutwardRefusal } from './outward-refusal.ts'

const TRY_MS = 1_500
const TRIES = 2
/** The answer was heard, and says that there is nothing. */
const nothingThere = new Set(['ENODATA', 'ENOTFOUND'])

/** How names are looked up, and which of what they lead to may be asked. */
export interface Names {
  /** Addresses of DNS servers, with a port where it is not 53; undefined for those of this machine. */
  servers: string[] | undefined
  privateAllowed: boolean
}

/** The addresses of a name, all of which may be asked, and whether they are all of this machine. */
export interface Checked {
  addresses: string[]
  isLoopback: boolean
}

/** The TXT records of a name, each as one text. Throws `OutwardRefusal` where DNS does not answer. */
export async function findTexts({ servers }: Pick<Names, 'servers'>, name: string, signal: AbortSignal) {
  const records = await asked(servers, signal, (resolver) => resolver.resolveTxt(name))
  if (records instanceof Error) throw silent(name, records)
  return records.map((parts) => parts.join(''))
}

/**
 * Where a host is: looked up once, and every address it has is checked, so that what is connected to afterwards is what was
 * looked at. The file of this machine's own names is not read. Throws `OutwardRefusal`.
 */
export async function findAddresses(names: Names, host: string, signal: AbortSignal): Promise<Checked> {
  const addresses = await addressesOf(names, host, signal)
  const places = addresses.map(whereaboutsOf)
  const may: Whereabouts[] = names.privateAllowed ? ['public', 'private', 'loopback'] : ['public']
  // The same words for both: what is inside, and what is not there at all, is nothing that a customer may tell apart.
  if (places.length === 0 || !places.every((place) => may.includes(place)))
    throw new OutwardRefusal(`${host} is no address on the public internet.`)
  return { addresses, isLoopback: places.every((place) => place === 'loopback') }
}

async function addressesOf({ servers }: Names, host: string, signal: AbortSignal): Promise<string[]> {
  const literal = host.replace(/^\[|\]$/g, '')
  if (isIP(literal) !== 0) return [literal]
  // RFC 6761: it is this machine, and no DNS server is asked about it.
  if (/(^|\.)localhost\.?$/.test(host)) return ['127.0.0.1']

  const [four, six] = await Promise.all([
    asked(servers, signal, (resolver) => resolver.resolve4(host)),
    asked(servers, signal, (resolver) => resolver.resolve6(host)),
  ])
  const found = [four, six].flatMap((answer) => (answer instanceof Error ? [] : answer))
  const [failure] = [four, six].filter((answer) => answer instanceof Error)
  if (found.length === 0 && failure) throw silent(host, failure)
  return found
}

/** What DNS says; nothing where it says that there is nothing; the error where it says nothing. */
async function asked<Value>(
  servers: string[] | undefined,
  signal: AbortSignal,
  question: (resolver: Resolver) => Promise<Value[]>,
): Promise<Value[] | Error> {
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES })
  if (servers) resolver.setServers(servers)
  const giveUp = () => resolver.cancel()
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    return await question(resolver)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    return nothingThere.has(code) ? [] : (error as Error)
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}

function silent(name: string, { code = 'no answer' }: NodeJS.ErrnoException): OutwardRefusal {
  return new OutwardRefusal(`DNS does not answer for ${name} (${code}). Try again in a while.`, {
    isAway: true,
  })
}
