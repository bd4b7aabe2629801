import type { Ground } from './checks.ts'
import { type Context, say } from './context.ts'
import { compileWorld } from './peers/engine.ts'
import { duration, type Section } from './report.ts'
import { median } from './rounds.ts'
import type { WorldName } from './shapes.ts'

/** Compiling a world from facts that are in memory already; the worlds take turns. */
export function measureCompile(context: Context, grounds: Map<WorldName, Ground>): Section {
  say('compile')
  const took = new Map<WorldName, number[]>(Array.from(grounds.keys(), (name) => [name, []]))
  for (let round = 0; round < (context.quick ? 1 : 5); round++) {
    for (const [name, { world }] of grounds) {
      globalThis.gc?.()
      const start = performance.now()
      compileWorld(world)
      took.get(name)?.push((performance.now() - start) * 1e6)
    }
  }
  const onL = median(took.get('L') ?? [])
  const bar = { bar: 'compile L from rows', value: '≤ 2 s', figure: duration(onL) }
  return {
    tables: [
      {
        title: 'Compile from rows in memory',
        columns: ['', ...grounds.keys()],
        rows: [['compile', ...Array.from(took.values(), (all) => duration(median(all)))]],
      },
    ],
    bars: [{ ...bar, holds: Number.isNaN(onL) ? undefined : onL <= 2e9 }],
  }
}
