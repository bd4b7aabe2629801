import assert from 'node:assert/strict'
import { letters } from '../server/letters/letters.ts'
import type { TestWorkspace } from './house.ts'

type Place = Pick<TestWorkspace, 'app' | 'id'>

/** What the outbox has of a workspace, oldest first. */
export function outboxOf({ app, id }: Place) {
  return app.database.db
    .selectFrom('outbox')
    .where('workspace_id', '=', id)
    .orderBy('created_at')
    .orderBy('id')
    .select(['kind', 'payload'])
    .execute()
}

/** One of them as it would be sent now. Null where nothing is left to say, `later` where a limit is reached. */
export async function letterOf(
  { app, id }: Place,
  { kind, payload }: Awaited<ReturnType<typeof outboxOf>>[number],
) {
  return (await letters[kind]?.(app, { workspaceId: id, payload, attempts: 1 })) ?? null
}

/** The same of one that no limit holds back. */
export async function dueLetterOf(place: Place, row: Parameters<typeof letterOf>[1]) {
  const letter = await letterOf(place, row)
  assert.ok(letter !== 'later', `${row.kind} waits for a limit`)
  return letter
}
