import { check } from '../access/index.ts'
import { openWorlds } from '../server/caller/worlds.ts'
import { openApp } from '../server/main.ts'
import { readConfig } from '../server/platform/config.ts'
import { openLog } from '../server/platform/log.ts'
import { type Context, say } from './context.ts'
import { sampleQuestions } from './questions.ts'
import { type Bar, duration, type Section } from './report.ts'
import { median } from './rounds.ts'
import { shapes, type WorldName } from './shapes.ts'
import { generate } from './worlds.ts'

const mostSeconds: Partial<Record<WorldName, number>> = { M: 0.4, L: 5 }

/** From an empty memory to the first decision, on PostgreSQL, as a server does it. */
export async function measureLoad(context: Context): Promise<Section> {
  const worlds = context.worlds.filter((name) => context.postgres[name] !== undefined)
  const took = new Map<WorldName, number[]>(worlds.map((name) => [name, []]))
  const loaders = await Promise.all(
    worlds.map(async (name) => ({ name, ...(await openLoader(context, name)) })),
  )
  for (let round = 0; round < (context.quick ? 1 : 5); round++) {
    say(`load and compile from PostgreSQL, round ${round + 1}`)
    for (const { name, load } of loaders) took.get(name)?.push(await load())
  }
  for (const { close } of loaders) await close()
  const rows = worlds.map((name) => [
    name,
    duration(median(took.get(name) ?? [])),
    duration(took.get(name)?.[0] ?? Number.NaN),
  ])
  const bars = Object.entries(mostSeconds).map(([name, most]) =>
    bar(context, took.get(name as WorldName) ?? [], { name, most }),
  )
  const columns = ['', 'median', 'the first, when nothing is warm']
  return {
    tables: [{ title: 'Load and compile from PostgreSQL until the first decision', columns, rows }],
    bars,
  }
}

async function openLoader(context: Context, name: WorldName) {
  const config = readConfig({ DATABASE_URL: context.postgres[name], CLAVIGER_SECRET_KEY: context.secret })
  const app = await openApp(config, { log: openLog('error') })
  const world = generate(shapes[name])
  const [question] = sampleQuestions(world, 1)
  const { workspaceId } = world
  return {
    async load() {
      globalThis.gc?.()
      const start = performance.now()
      const loaded = await openWorlds(() => app).at(workspaceId, 1)
      if (question) check(loaded, question)
      return (performance.now() - start) * 1e6
    },
    close: () => app.database.close(),
  }
}

function bar(
  { withoutPostgres }: Context,
  took: number[],
  { name, most }: { name: string; most: number },
): Bar {
  const found = median(took)
  const about = {
    bar: `load and compile ${name} from PostgreSQL until the first decision`,
    value: `≤ ${most} s`,
  }
  if (took.length > 0) return { ...about, figure: duration(found), holds: found <= most * 1e9 }
  return { ...about, figure: 'n/a', holds: undefined, ...(withoutPostgres && { why: withoutPostgres }) }
}
