import type { World } from '../access/index.ts'
import { listPrincipals, listResources } from '../access/index.ts'
import { type Context, say } from './context.ts'
import { compileWorld } from './peers/engine.ts'
import { actionsOn, at } from './questions.ts'
import { figure, type Section } from './report.ts'
import { countFacts, factsIn, shapes, type WorldName } from './shapes.ts'
import { generate } from './worlds.ts'

/** Memory of a compiled world after its facts were let go, alone in its process. Needs --expose-gc. */
export function measureMemory({ worlds }: Context): Section {
  const rows: string[][] = []
  let onL = Number.NaN
  for (const name of worlds) {
    say(`${name}: memory`)
    const { facts, compiled, indexed } = weigh(name)
    rows.push([
      name,
      figure(facts),
      figure(compiled / 1e6),
      figure(compiled / facts),
      figure(indexed / 1e6),
      figure(indexed / facts),
    ])
    if (name === 'L') onL = indexed / facts
  }
  const columns = [
    '',
    'facts',
    'MB, facts compiled',
    'bytes per fact',
    'MB, with indexes for lists',
    'bytes per fact',
  ]
  const holds = Number.isNaN(onL) ? undefined : onL <= 250
  return {
    tables: [{ title: 'Memory', columns, rows }],
    bars: [{ bar: 'memory of L, with indexes', value: '≤ 250 bytes per fact', figure: figure(onL), holds }],
  }
}

function weigh(name: WorldName) {
  const before = heap()
  const { world, facts } = openAlone(name)
  const compiled = heap() - before
  buildIndexes(world)
  const indexed = heap() - before
  // What is weighed must still be there.
  if (world.principals.size === 0) throw new Error('The world was empty.')
  return { facts, compiled, indexed }
}

/** The facts end with this function. Their texts are those of the world, as after reading them from a database. */
function openAlone(name: WorldName): { world: World; facts: number } {
  const generated = generate(shapes[name])
  return { world: compileWorld(generated), facts: factsIn(countFacts(generated.facts)) }
}

function buildIndexes(world: World) {
  for (const type of ['source', 'space', 'function', 'warehouse']) {
    for (const action of actionsOn(type)) {
      listPrincipals(world, { action, resource: { type, id: null }, at }, { count: 50 })
      for (const who of Array.from(world.principals.keys()).slice(0, 50)) {
        listResources(world, { who, action, type, at }, { count: 50 })
      }
    }
  }
}

function heap(): number {
  if (!globalThis.gc) throw new Error('Memory can only be weighed under --expose-gc.')
  for (let time = 0; time < 4; time++) globalThis.gc()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
