import type { DatabasePlace } from '../server/db/open.ts'
import type { WorldName } from './shapes.ts'

/** What a section is told: it runs in a process of its own, so this is all it knows. */
export interface Context {
  worlds: WorldName[]
  quick: boolean
  /** Where each written world lies in PostgreSQL: `S`, `M`, `L`, `crowd`, `town`. Empty without PostgreSQL. */
  postgres: Record<string, string>
  /** Why there is no PostgreSQL, if there is none. */
  withoutPostgres?: string
  /** A directory for files of this run. */
  room: string
  /** The secret of an owner's token in every written world. */
  secret: string
}

/** Where a world lies in PostgreSQL. */
export function placeOf(context: Context, world: string): DatabasePlace | undefined {
  const databaseUrl = context.postgres[world]
  return databaseUrl === undefined ? undefined : { databaseUrl }
}

/** Says on standard error what is going on. */
export function say(what: string) {
  process.stderr.write(`bench: ${what}\n`)
}

/** Two contestants do not agree: then no figure is worth anything. */
export class Disagreement extends Error {}
