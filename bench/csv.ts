import { readFileSync } from 'node:fs'
import { type Child, startChild } from './children.ts'
import { type Context, placeOf, say } from './context.ts'
import { type Owner, signInOwner } from './owner.ts'
import { figure, type Section } from './report.ts'
import { median } from './rounds.ts'
import { crowd } from './shapes.ts'

const SAMPLE_MS = 10
const MB = 1_048_576

/** The download of every member of a large workspace: how fast, and what it costs the server in memory. */
export async function measureCsv(context: Context): Promise<Section> {
  const place = placeOf(context, crowd.name)
  if (!place) return { tables: [], bars: [unmeasured(context)] }
  say(`csv: ${figure(crowd.members)} members`)
  const server = await startChild<{ url: string }>('server.ts', JSON.stringify(place))
  const owner = await signInOwner(place, server.hello.url, context.secret)
  // The first request of a workspace reads its access into memory; that is not the download's.
  const token = { authorization: `Bearer ${context.secret}` }
  await fetch(`${server.hello.url}/bench/noop`, { method: 'POST', headers: token })
  const first = await resident(server)
  const heapBefore = await collect(server)
  const rounds: { speed: number; growth: number }[] = []
  for (let round = 0; round < (context.quick ? 1 : 5); round++) {
    const before = await resident(server)
    const watched = watch(server.pid)
    const speed = await download(owner)
    rounds.push({ speed, growth: watched.stop() - before })
  }
  const inARow = await growthInARow(server, owner)
  const kept = ((await collect(server)) - heapBefore) / MB
  await server.end()

  const speed = median(rounds.map((one) => one.speed))
  const growth = median(rounds.map((one) => one.growth)) / MB
  const bar = `CSV of ${figure(crowd.members)} members`
  const isKnown = Number.isFinite(growth)
  return {
    tables: [
      {
        title: `Download of ${figure(crowd.members)} members as CSV`,
        columns: [
          '',
          'rows per second',
          'memory before, MB',
          'growth in a download, MB',
          'growth in three in a row, MB',
          'live heap kept after all, MB',
        ],
        rows: [
          ['PostgreSQL', figure(speed), figure(first / MB), figure(growth), figure(inARow), figure(kept)],
        ],
      },
    ],
    bars: [
      { bar, value: '≥ 20,000 rows per second', figure: figure(speed), holds: speed >= 20_000 },
      {
        bar: `${bar}, memory growth`,
        value: '≤ 30 MB',
        figure: `${figure(growth)} MB`,
        holds: isKnown ? growth <= 30 : undefined,
      },
    ],
  }
}

function unmeasured({ withoutPostgres }: Context) {
  const about = {
    bar: `CSV of ${figure(crowd.members)} members`,
    value: '≥ 20,000 rows per second',
    figure: 'n/a',
  }
  return { ...about, holds: undefined, ...(withoutPostgres && { why: withoutPostgres }) }
}

/** Rows per second. The reader counts lines and keeps nothing. */
async function download({ url, headers }: Owner): Promise<number> {
  const start = performance.now()
  const response = await fetch(`${url}/api/users.csv`, { headers })
  if (!response.ok || !response.body) throw new Error(`The download was answered with ${response.status}.`)
  let lines = 0
  for await (const chunk of response.body) for (const byte of chunk) if (byte === 10) lines++
  const rows = lines - 1
  if (rows !== crowd.members) throw new Error(`The download has ${rows} rows.`)
  return rows / ((performance.now() - start) / 1000)
}

/** What three downloads leave lying about when nobody asks for garbage to be collected in between, in megabytes. */
async function growthInARow(server: Child<{ url: string }>, owner: Owner): Promise<number> {
  const before = await resident(server)
  const watched = watch(server.pid)
  for (let time = 0; time < 3; time++) await download(owner)
  return (watched.stop() - before) / MB
}

/** What the server holds after it collected its garbage. */
async function resident(server: Child<unknown>): Promise<number> {
  await collect(server)
  return residentOf(server.pid)
}

/** Has the server collect its garbage; what of its heap is still in use, in bytes. */
async function collect(server: Child<unknown>): Promise<number> {
  const { heapUsed } = await server.ask<{ heapUsed: number }>('collect')
  return heapUsed
}

/** Watches a process until it is stopped, and says the most that it held. */
function watch(pid: number): { stop(): number } {
  let most = residentOf(pid)
  const sampling = setInterval(() => {
    most = Math.max(most, residentOf(pid))
  }, SAMPLE_MS)
  return {
    stop() {
      clearInterval(sampling)
      return most
    },
  }
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
