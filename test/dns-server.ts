import { createSocket } from 'node:dgram'
import { decode, encode, type Packet, RECURSION_AVAILABLE, type RecordType } from 'dns-packet'
import { closeAfterTests } from './database.ts'

/** What DNS has of a name. A function is asked again each time: its answers may change. */
export interface DnsEntry {
  A?: string[] | (() => string[])
  AAAA?: string[]
  TXT?: string[]
}

/** A real DNS server on this machine, for tests. */
export interface DnsServer {
  /** For CLAVIGER_DNS_SERVERS. */
  address: string
  /** By name, in small letters. What is not here is not there (NXDOMAIN). */
  entries: Map<string, DnsEntry>
  /** What was asked, such as `A www.example.com`. */
  asked: string[]
  /** Answers no more, while it is true; or says that it cannot (SERVFAIL). */
  fails: false | 'silently' | 'aloud'
}

const NXDOMAIN = 3
const SERVFAIL = 2

/** Starts it; it listens until the tests end. */
export async function openDnsServer(): Promise<DnsServer> {
  const socket = createSocket('udp4')
  const server: DnsServer = { address: '', entries: new Map(), asked: [], fails: false }
  socket.on('message', (message, from) => {
    const reply = answer(server, decode(message))
    if (reply) socket.send(encode(reply), from.port, from.address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  server.address = `127.0.0.1:${socket.address().port}`
  closeAfterTests(() => new Promise<void>((resolve) => socket.close(() => resolve())))
  return server
}

function answer({ entries, asked, fails }: DnsServer, { id, questions = [] }: Packet): Packet | null {
  const [{ name, type } = { name: '', type: 'A' as const }] = questions
  asked.push(`${type} ${name}`)
  if (fails === 'silently') return null
  const entry = entries.get(name.toLowerCase())
  const code = fails === 'aloud' ? SERVFAIL : entry ? 0 : NXDOMAIN
  const answers = code === 0 && entry ? valuesOf(entry, type) : []
  return {
    type: 'response',
    ...(id === undefined ? {} : { id }),
    flags: RECURSION_AVAILABLE | code,
    questions,
    // As wide as a record of each kind can be.
    answers: answers.map((value) => ({ name, type: type as 'A', ttl: 0, data: value })),
  }
}

function valuesOf(entry: DnsEntry, type: RecordType): string[] {
  if (type === 'A') return typeof entry.A === 'function' ? entry.A() : (entry.A ?? [])
  if (type === 'AAAA') return entry.AAAA ?? []
  return type === 'TXT' ? (entry.TXT ?? []) : []
}
