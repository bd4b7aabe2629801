import { countsTable, type Ground, measureChecks, questionCount } from './checks.ts'
import { measureCompile } from './compile.ts'
import { measureConsole } from './console.ts'
import { type Context, Disagreement, say } from './context.ts'
import { measureCsv } from './csv.ts'
import { writeWorld } from './database.ts'
import { measureDirectory } from './directory.ts'
import { measureHttp } from './http.ts'
import { measureLists } from './lists.ts'
import { measureLoad } from './load.ts'
import { measureMemory } from './memory.ts'
import { compileWorld } from './peers/engine.ts'
import { pushedTo } from './provider.ts'
import { sampleQuestions } from './questions.ts'
import type { Section } from './report.ts'
import { measureScim } from './scim.ts'
import { crowd, shapes, town, village, type WorldName } from './shapes.ts'
import { measureSignIn } from './sign-in.ts'
import { measureUpdates } from './updates.ts'
import { generate } from './worlds.ts'

// One section of the bench, in a process of its own: a large world of one must not slow another down.
const sections: Record<string, (context: Context) => Section | Promise<Section>> = {
  write: writeAll,
  engine: measureEngine,
  rest: measureRest,
  memory: measureMemory,
  load: measureLoad,
  http: measureHttp,
  'sign-in': measureSignIn,
  csv: measureCsv,
  console: measureConsole,
  directory: measureDirectory,
  scim: measureScim,
}

async function writeAll(context: Context): Promise<Section> {
  for (const [name, databaseUrl] of Object.entries(context.postgres)) {
    // Nothing is there before it is pushed.
    if (name === pushedTo) continue
    say(`${name}: writing it into PostgreSQL`)
    const shape = [crowd, town, village].find((one) => one.name === name) ?? shapes[name as WorldName]
    await writeWorld({ databaseUrl }, generate(shape), context.secret)
  }
  return { tables: [], bars: [] }
}

async function measureEngine(context: Context): Promise<Section> {
  const grounds = openGrounds(context)
  const { tables, bars } = await measureChecks(context, grounds)
  return { tables: [countsTable(grounds), ...tables], bars }
}

/** Apart from the checks, whose peers leave gigabytes behind for the garbage collector. */
async function measureRest(context: Context): Promise<Section> {
  const grounds = openGrounds(context)
  const lists = await measureLists(context, grounds)
  const parts = [lists, measureUpdates(context, grounds), measureCompile(context, grounds)]
  return { tables: parts.flatMap(({ tables }) => tables), bars: parts.flatMap(({ bars }) => bars) }
}

function openGrounds({ worlds }: Context): Map<WorldName, Ground> {
  const grounds = new Map<WorldName, Ground>()
  for (const name of worlds) {
    say(`${name}: generating and compiling`)
    const world = generate(shapes[name])
    const questions = sampleQuestions(world, questionCount)
    grounds.set(name, { world, compiled: compileWorld(world), questions })
  }
  return grounds
}

const [name = '', context = '{}'] = process.argv.slice(2)
try {
  process.send?.({ section: await sections[name]?.(JSON.parse(context)) })
} catch (error) {
  const { message, stack } = error as Error
  process.send?.({
    failed: error instanceof Disagreement ? message : stack,
    disagreed: error instanceof Disagreement,
  })
}
process.disconnect?.()
process.exit()
