import { CompiledQuery } from 'kysely'
import pg from 'pg'
import { Type } from 'typebox'
import { Evaluation } from '../contract/authzen.ts'
import { endpoint, member } from '../contract/endpoint.ts'
import type { App } from '../server/caller/app.ts'
import { type Feature, feature } from '../server/http/handlers.ts'
import { decisionQuery, decisionValues } from './peers/postgres.ts'

const Decision = Type.Object({ decision: Type.Boolean() })
const because = 'the same authentication as the decision API, for comparison'

const endpoints = {
  noop: endpoint('POST /bench/noop', {
    access: member(because),
    says: 'Reads the body and does nothing.',
    reply: Decision,
    dialect: 'authzen',
  }),
  query: endpoint('POST /bench/query', {
    access: member(because),
    says: 'Decides by one prepared query.',
    body: Evaluation,
    reply: Decision,
    dialect: 'authzen',
  }),
}

/** What the bench's own server serves besides everything else: what the decision API is compared with. */
export function benchFeature(databaseUrl: string | undefined, poolSize: number): Feature {
  const pool = databaseUrl ? new pg.Pool({ connectionString: databaseUrl, max: poolSize }) : undefined
  return feature('bench', endpoints, {
    noop: () => ({ decision: true }),
    query: async (caller, { body: { subject, action, resource } }) => {
      const values = decisionValues(caller.workspaceId, { who: subject.id, action: action.name, resource })
      const allowed = pool ? await askPool(pool, values) : await askEngine(caller.app, values)
      return { decision: allowed }
    },
  })
}

async function askPool(pool: pg.Pool, values: unknown[]): Promise<boolean> {
  const { rows } = await pool.query({ name: 'decision', text: decisionQuery, values })
  return rows[0]?.allowed === true
}

/** The embedded database is one session, and keeps what SQL itself prepares: planning costs it ten times the query. */
async function askEngine({ database }: App, values: unknown[]): Promise<boolean> {
  const run = (text: string) => database.db.executeQuery<{ allowed: boolean }>(CompiledQuery.raw(text))
  prepared ??= run(`prepare decision (text, text, text, text[], text, boolean) as ${decisionQuery}`)
  await prepared
  const { rows } = await run(`execute decision (${values.map(literal).join(', ')})`)
  return rows[0]?.allowed === true
}

let prepared: Promise<unknown> | undefined

function literal(value: unknown): string {
  const text = Array.isArray(value) ? `{${value.join(',')}}` : String(value)
  return `'${text.replaceAll("'", "''")}'`
}
