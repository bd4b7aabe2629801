import assert from 'node:assert/strict'
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Endpoint } from '../contract/endpoint.ts'
import { api } from '../contract/index.ts'
import { SCIM_MEDIA_TYPE } from '../contract/scim.ts'
import type { App } from '../server/caller/app.ts'
import { isScim } from '../server/http/scim.ts'
import { start } from '../server/main.ts'
import { readConfig } from '../server/platform/config.ts'
import { environmentOf } from './child-server.ts'
import { closeAfterTests, testLog, testPlace } from './database.ts'
import { callerKinds, openFixture } from './fixture.ts'
import { clock, headersOf } from './house.ts'
import { knowRoutes, malformed } from './malformed.ts'
import { openRandom } from './random.ts'
import { type Sample, samples } from './samples.ts'
import type { Making, Malformed } from './sound.ts'
import { assertSound } from './worlds-agree.ts'

const REQUESTS = Number(process.env.CLAVIGER_TEST_FUZZ ?? 10_000)
const SEED = Number(process.env.CLAVIGER_TEST_SEED ?? 20_261_121)
const IN_FLIGHT = 16
const ANSWER_MS = 5_000
const MEMORY_MB = 400
const SCIM_ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'
const documented = [400, 401, 403, 404, 405, 409, 410, 413, 414, 415, 422, 429, 431]

test('IO-1: ten thousand malformed requests are refused in our own form, change nothing, and never break the server', {
  timeout: 300_000,
}, async () => {
  const { app, url, stop } = await start(readConfig(environmentOf(await testPlace())), {
    clock,
    log: testLog,
  })
  closeAfterTests(stop)
  const ours = await openFixture(app, clock.now())
  const theirs = await openFixture(app, clock.now())
  const before = await everything(app)
  const memory = process.memoryUsage().rss
  const next = openGenerator({ random: openRandom(SEED), url, ours, theirs })
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT })
  const wrong = new Map<string, number>()
  let sent = 0

  const senders = Array.from({ length: IN_FLIGHT }, async () => {
    while (sent < REQUESTS) {
      sent++
      const one = next()
      const fault = faultOf(app, one, await send(url, agent, one))
      if (fault) wrong.set(fault, (wrong.get(fault) ?? 0) + 1)
    }
  })
  await Promise.all(senders)

  agent.destroy()
  assert.deepEqual([...wrong].map(([fault, times]) => `${times} × ${fault}`).slice(0, 40), [], `seed ${SEED}`)
  assert.deepEqual(await everything(app), before)
  assert.ok((process.memoryUsage().rss - memory) / 1e6 < MEMORY_MB, 'memory grew too much')
  await assertSound(app)
})

function openGenerator(common: Omit<Making, 'endpoint' | 'sample'>): () => Malformed {
  const makings = Object.entries(api).flatMap(([feature, endpoints]) =>
    Object.entries(endpoints as Record<string, Endpoint>).map(([name, endpoint]): Making => {
      const sample = (samples as unknown as Record<string, Record<string, Sample>>)[feature]?.[name]
      if (!sample) throw new Error(`${feature}.${name} has no sample in test/samples.ts`)
      return { ...common, endpoint, sample }
    }),
  )
  knowRoutes(makings.map(({ endpoint }) => endpoint))
  return () => asSomebody(common, malformed(common.random.pick(makings)))
}

/** Most come from the owner, who is refused nothing for lack of rights; some from everybody else. */
function asSomebody({ random, url, ours }: Omit<Making, 'endpoint' | 'sample'>, one: Malformed): Malformed {
  const { credentials, slug } = ours
  const isOwn =
    one.headers.authorization === `Bearer ${credentials['owner token']}` && !one.path.startsWith('/w/')
  if (!isOwn || !random.once(5)) return one
  const credential = credentials[random.pick(callerKinds)]
  const isPerson = credential?.startsWith('cvs_') && one.endpoint.dialect !== 'plain'
  const path = isPerson ? `/w/${slug}${one.path}` : one.path
  const { authorization: _, ...headers } = one.headers
  return { ...one, path, headers: { ...headers, ...headersOf(credential, url) } }
}

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
  ms: number
}

function send(url: string, agent: Agent, one: Malformed): Promise<Answer> {
  const { hostname, port } = new URL(url)
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const { method, path, headers } = one
    const length = one.body === undefined ? {} : { 'content-length': Buffer.byteLength(one.body) }
    const sending = request(
      { hostname, port, method, path, headers: { ...headers, ...length }, agent },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part) => parts.push(part))
        response.on('error', fail)
        response.on('end', () => {
          const ms = performance.now() - started
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(parts).toString(),
            ms,
          })
        })
      },
    )
    const fail = (error: Error) =>
      reject(new Error(`${one.what}: ${method} ${path.slice(0, 200)}: ${error.message}`))
    sending.on('error', fail)
    sending.setTimeout(ANSWER_MS * 2, () => sending.destroy(new Error('no answer')))
    sending.end(one.body)
  })
}

/** What is wrong with an answer to a malformed request; null if nothing is. */
function faultOf({ config }: App, one: Malformed, { status, headers, text, ms }: Answer): string | null {
  const shown = `${one.what}: ${one.method} ${one.endpoint.route} ${process.env.CLAVIGER_TEST_FUZZ ? `${one.path.slice(0, 200)} ${one.body?.slice(0, 200)}` : ''}`
  // A browser on its way back from elsewhere is led to a page of ours that says what is wrong.
  const to = URL.parse(headers.location ?? '', config.publicUrl)
  if (one.endpoint.fromOtherSites && status === 303 && to?.origin === new URL(config.publicUrl).origin)
    return null
  if (!documented.includes(status)) return `${shown} was answered ${status}`
  if (ms > ANSWER_MS) return `${shown} took ${Math.round(ms)} ms`
  if (!headers['content-type']?.startsWith(isScim(one.path) ? SCIM_MEDIA_TYPE : 'application/json'))
    return `${shown}: ${status} is ${headers['content-type']}`
  if (headers['x-request-id'] === undefined) return `${shown}: ${status} without a request id`
  return isInForm(one, text) ? null : `${shown}: ${status} is in another form: ${text.slice(0, 200)}`
}

function isInForm({ path }: Malformed, text: string): boolean {
  if (isScim(path)) {
    const { schemas, status, detail } = JSON.parse(text) as Record<string, unknown>
    return `${schemas}` === SCIM_ERROR && typeof status === 'string' && typeof detail === 'string'
  }
  const answer = JSON.parse(text) as
    | string
    | { errors?: { type?: unknown; message?: unknown; status?: unknown }[] }
  if (/^(\/w\/[^/]+)?\/access\/v1\//.test(path)) return typeof answer === 'string' && answer.length > 0
  const errors = typeof answer === 'string' ? [] : (answer.errors ?? [])
  return (
    errors.length > 0 &&
    errors.every((one) => typeof one.type === 'string' && typeof one.message === 'string')
  )
}

/** All rows of all tables, as one number each. When a token was last used is not a change, nor is what an identity provider asked. */
async function everything(app: App): Promise<Record<string, string>> {
  const { db } = app.database
  const tables = (await db.introspection.getTables()).filter(({ name }) => name !== 'scim_requests')
  const found: [string, string][] = []
  for (const { name } of tables.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const { rows } = await sql<{ hash: string }>`
      select count(*) || ' ' || coalesce(md5(string_agg(row, ' ' order by row)), '') as hash
      from (select (to_jsonb(t) - 'last_used_at')::text as row from ${sql.table(name)} t) as rows`.execute(db)
    found.push([name, rows[0]?.hash ?? ''])
  }
  return Object.fromEntries(found)
}
