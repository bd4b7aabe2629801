import { fileURLToPath } from 'node:url'
import { openDatabase } from '../server/db/open.ts'
import { type Running, start } from '../server/main.ts'
import { closeAfterTests, testLog, testPlace } from './database.ts'
import { clock, testConfig } from './house.ts'

const catalog = fileURLToPath(new URL('./fixtures/authzen-catalog.yaml', import.meta.url))

let running: Promise<Running> | undefined

/** A second server of this test process, with the catalog of the AuthZEN scenarios and a public address. */
export function authzenServer(): Promise<Running> {
  running ??= startServer()
  return running
}

async function startServer(): Promise<Running> {
  const config = testConfig({
    CLAVIGER_CATALOG_FILE: catalog,
    CLAVIGER_PUBLIC_URL: 'https://access.example.com',
  })
  const database = await openDatabase(await testPlace(), testLog)
  const server = await start(config, { database, clock, log: testLog })
  closeAfterTests(server.stop)
  return server
}

/** What came back: the status, the headers, and the body, parsed. */
export interface Answer {
  status: number
  headers: Headers
  // A test reads what it expects to be there, and fails where it is not.
  body: Body
}

interface Body {
  decision?: boolean
  context?: { reason?: string; revision?: number }
  evaluations?: {
    decision: boolean
    context: { reason?: string; error?: { status: number; message: string } }
  }[]
  results?: { type: string; id: string; name?: string }[]
  page?: { next_token: string; count: number; total?: number }
}

/** Sends a request as a program would: a string is sent as it is, everything else as JSON. */
export async function send(
  url: string,
  token: string | null,
  body: unknown,
  { headers = {}, method = 'POST' }: { headers?: Record<string, string>; method?: string } = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body }
}
