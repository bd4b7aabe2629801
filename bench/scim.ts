import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabasePlace } from '../server/db/open.ts'
import { closeApp, openApp } from '../server/main.ts'
import { readConfig } from '../server/platform/config.ts'
import { hashSecret, newId, newSecret } from '../server/platform/ids.ts'
import { openLog } from '../server/platform/log.ts'
import { openWorkspace } from '../server/workspaces/workspaces.ts'
import { type Child, startChild } from './children.ts'
import { type Context, placeOf, say } from './context.ts'
import {
  compare,
  lookUp,
  type Pushed,
  patchOf,
  planPush,
  push,
  pushedTo,
  putIn,
  send,
  type Target,
  takeOut,
} from './provider.ts'
import { type Bar, figure, type Section, times } from './report.ts'
import { interleave, type Lane, medianOf, ratio, type Timings } from './rounds.ts'

const CLIENTS = 8
const PEOPLE = 20_000
const GROUPS = 500
/** How many people the other workspace has, to which looking somebody up is compared. */
const FEW = 200
const MOST_MS = 100
const RATIO = 2
const KEPT_MB = 30
const MB = 1_048_576
const what = `${figure(PEOPLE)} people and ${GROUPS} groups`

/** A large directory that an identity provider pushes with eight clients at once. */
export async function measureScim(context: Context): Promise<Section> {
  const place = placeOf(context, pushedTo)
  if (!place) return { tables: [], bars: [unmeasured(context)] }
  const share = context.quick ? 10 : 1
  const [large, small] = [planPush(PEOPLE / share, GROUPS / share), planPush(FEW, 2)]
  const [tokenOfLarge, tokenOfSmall] = await openWorkspaces(place)
  const server = await startChild<{ url: string }>('server.ts', JSON.stringify(place))
  const target = { url: server.hello.url, token: tokenOfLarge }
  const other = { url: server.hello.url, token: tokenOfSmall }
  say(`scim: pushing ${figure(large.people.length)} people and ${figure(large.groups.length)} groups`)
  await push(other, small, CLIENTS)
  const memory = [await weigh(server)]
  const start = performance.now()
  const done = await push(target, large, CLIENTS, async () => {
    memory.push(await weigh(server))
  })
  const seconds = (performance.now() - start) / 1_000
  memory.push(await weigh(server))
  say('scim: comparing what is there with what was pushed')
  const faults = await compare(target, large, done)
  say('scim: one member of a large group and of a small one, one person among many and among few')
  const timings = await interleave(lanesOf({ target, other }, large.people, done), {
    rounds: context.quick ? 5 : 21,
    roundMs: 200,
  })
  await server.end()
  return report({ done, seconds, faults, memory, timings, size: large.groups[0]?.members.length ?? 0 })
}

/** Two workspaces, each with a SCIM token; answers the secrets. */
async function openWorkspaces({ databaseUrl }: DatabasePlace): Promise<[string, string]> {
  const settings = { CLAVIGER_SECRET_KEY: 'a key for the bench only, and long enough' }
  const app = await openApp(readConfig({ ...settings, DATABASE_URL: databaseUrl }), { log: openLog('error') })
  try {
    const open = async (slug: string) => {
      const now = app.clock.now()
      const acting = { app, now, requestId: newId(), ip: null, idempotency: null }
      const owner = { email: `owner@${slug}.example`, name: 'Olivia Owner', passwordHash: null }
      const { workspaceId } = await openWorkspace(acting, { slug, name: slug, plan: 'business', owner })
      const secret = newSecret('cvd_')
      const about = { workspace_id: workspaceId, id: newId(), description: 'Bench', created_by: 'bench' }
      const row = { ...about, secret_hash: hashSecret(secret), hint: secret.slice(-4), created_at: now }
      await app.database.db.insertInto('scim_tokens').values(row).execute()
      return secret
    }
    return [await open('large'), await open('small')]
  } finally {
    await closeApp(app)
  }
}

function lanesOf(at: { target: Target; other: Target }, people: string[], done: Pushed): Lane[] {
  const change = (name: string, group: string | undefined): Lane => {
    // Who is in neither of the two goes in and out.
    const value = done.people.at(-1) ?? ''
    let isIn = false
    return {
      name,
      async run(count) {
        for (let time = 0; time < count; time++) {
          isIn = !isIn
          const operation = isIn ? putIn(value) : takeOut(value)
          const { status } = await send(at.target, 'PATCH', `/Groups/${group}`, patchOf(operation))
          if (status !== 204) throw new Error(`A change of a group was answered with ${status}.`)
        }
      },
    }
  }
  const find = (name: string, target: Target, among: string[]): Lane => {
    let place = 0
    return {
      name,
      async run(count) {
        for (let time = 0; time < count; time++) {
          place = (place + 7) % among.length
          const { body } = await send(target, 'GET', lookUp(among[place] ?? ''))
          if (body.totalResults !== 1) throw new Error(`Looking somebody up found ${body.totalResults}.`)
        }
      },
    }
  }
  return [
    change('large group', done.groups[0]),
    change('small group', done.groups[1]),
    find('among many', at.target, people),
    find('among few', at.other, people.slice(0, FEW)),
  ]
}

interface Weight {
  resident: number
  heap: number
}

/** What the server holds after it collected its garbage. Last used and the log of requests are written about a second later. */
async function weigh(server: Child<unknown>): Promise<Weight> {
  await sleep(2_000)
  const { heapUsed } = await server.ask<{ heapUsed: number }>('collect')
  return { heap: heapUsed / MB, resident: residentOf(server.pid) / MB }
}

/** What a process holds in memory, in bytes, as the kernel counts it; NaN where there is no /proc. */
function residentOf(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kilobytes) * 1024
  } catch {
    return Number.NaN
  }
}

interface Found {
  done: Pushed
  seconds: number
  faults: string[]
  memory: Weight[]
  timings: Timings
  /** Of the largest group. */
  size: number
}

function report({ done, seconds, faults, memory, timings, size }: Found): Section {
  const requests: [name: string, took: number[]][] = [
    ['add a person', done.creates],
    ['change a person, or one member of a group', done.patches],
  ]
  const inMs = (name: string) => `${figure(medianOf(timings, name) / 1e6)} ms`
  const pairs: [name: string, of: string, to: string][] = [
    [`one member of a group of ${figure(size)}, against one of 10`, 'large group', 'small group'],
    [`find by userName among ${figure(done.people.length)}, against ${FEW}`, 'among many', 'among few'],
  ]
  return {
    tables: [
      {
        title: `Pushed by ${CLIENTS} clients: ${figure(done.people.length)} people, ${figure(done.groups.length)} groups, in ${figure(seconds)} s`,
        columns: ['single requests on PostgreSQL', 'how many', 'p50, ms', 'p99, ms', 'most, ms'],
        rows: requests.map(([name, took]) => [
          name,
          figure(took.length),
          ...[0.5, 0.99, 1].map((part) => figure(percentile(took, part))),
        ]),
      },
      {
        title: 'Large and small',
        columns: ['', 'large', 'small', 'times'],
        rows: pairs.map(([name, of, to]) => [name, inMs(of), inMs(to), times(ratio(timings, of, to))]),
      },
      {
        title: 'Memory of the server during the push, MB',
        columns: ['', 'before', 'a tenth of the people', 'all'],
        rows: [
          ['resident', ...memory.map(({ resident }) => figure(resident))],
          ['live heap', ...memory.map(({ heap }) => figure(heap))],
        ],
      },
    ],
    bars: barsOf({ requests, pairs }, { faults, memory, timings }),
  }
}

function barsOf(
  { requests, pairs }: { requests: [string, number[]][]; pairs: [string, string, string][] },
  { faults, memory, timings }: Pick<Found, 'faults' | 'memory' | 'timings'>,
): Bar[] {
  for (const fault of faults.slice(0, 10)) say(`scim: ${fault}`)
  const kept = (memory.at(-1)?.heap ?? Number.NaN) - (memory[1]?.heap ?? Number.NaN)
  return [
    {
      bar: 'SCIM push: nothing is lost, doubled or another',
      value: 'none',
      figure: figure(faults.length),
      holds: faults.length === 0,
    },
    ...requests.map(([name, took]) => ({
      bar: `SCIM push: ${name}, p99`,
      value: `≤ ${MOST_MS} ms`,
      figure: `${figure(percentile(took, 0.99))} ms`,
      holds: percentile(took, 0.99) <= MOST_MS,
    })),
    ...pairs.map(([name, of, to]) => ({
      bar: `SCIM: ${name}`,
      value: `< ${RATIO} ×`,
      figure: times(ratio(timings, of, to)),
      holds: ratio(timings, of, to) < RATIO,
    })),
    {
      bar: 'SCIM push: live heap, from a tenth of the people to all',
      value: `≤ ${KEPT_MB} MB more`,
      figure: `${figure(kept)} MB`,
      holds: kept <= KEPT_MB,
    },
  ]
}

function unmeasured({ withoutPostgres }: Context): Bar {
  const about = { bar: `SCIM push of ${what}`, value: `p99 ≤ ${MOST_MS} ms`, figure: 'n/a', holds: undefined }
  return { ...about, ...(withoutPostgres && { why: withoutPostgres }) }
}

function percentile(values: number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
