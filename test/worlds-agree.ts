import assert from 'node:assert/strict'
import { check, isOwner, listResources, openWorld, type World } from '../access/index.ts'
import type { App } from '../server/caller/app.ts'
import { readFacts } from '../server/caller/facts.ts'
import { checkInvariants } from './invariants.ts'

/** Asked of every workspace; a larger one is asked about its first members, tokens and groups only. */
const QUESTIONS_MAX = 20_000

/**
 * Fails unless the database is as it must be, and memory as the database is. For the end of every test that hurts. With `workspaceId`,
 * memory is looked at for this workspace only, where the others were not touched, or are looked at later.
 */
export async function assertSound(
  app: App,
  { canaries = [], workspaceId }: { canaries?: string[]; workspaceId?: string } = {},
) {
  assert.deepEqual(await checkInvariants(app.database, app.catalog, canaries), [])
  assert.deepEqual(await worldsAgree(app, workspaceId), [])
}

/**
 * Compares what is in memory of every workspace with a world that is read anew: who owns, and for everybody and every action
 * what `check` and `list` answer. Says where they differ. Nothing may be changing meanwhile.
 */
export async function worldsAgree(app: App, workspaceId?: string): Promise<string[]> {
  const workspaces = await app.database.db
    .selectFrom('workspaces')
    .select(['id', 'plan', 'access_version as version'])
    .execute()
  const differences: string[] = []
  const asked = workspaces.filter(({ id }) => app.worlds.has(id) && (workspaceId ?? id) === id)
  for (const { id, plan, version } of asked) {
    const held = app.database.exclusive ? app.worlds.current(id) : undefined
    const world = held ?? (await app.worlds.at(id, version))
    const revision = app.worlds.revisionOf(world)
    if (revision !== version)
      differences.push(`${id} is at ${revision} in memory and at ${version} in the database`)
    const read = app.database.db.transaction().setIsolationLevel('repeatable read')
    const facts = await read.execute((tx) => readFacts(tx, id))
    const fresh = openWorld(app.rules, { workspaceId: id, plan }, facts)
    const who = [...facts.principals.map((one) => one.id), 'nobody']
    differences.push(...compare(app, { id, world, fresh }, who))
  }
  return differences
}

interface Pair {
  id: string
  world: World
  fresh: World
}

function compare(app: App, { id, world, fresh }: Pair, everybody: string[]): string[] {
  const at = app.clock.now().getTime()
  const asked = Object.entries(app.catalog.resourceTypes).flatMap(([type, { actions }]) =>
    Object.keys(actions).map((action) => ({ type, action })),
  )
  const some = everybody.slice(0, Math.ceil(QUESTIONS_MAX / asked.length))
  return some.flatMap((who) => {
    const owns = isOwner(world, who, at) === isOwner(fresh, who, at) ? [] : [`${id}: is ${who} an owner?`]
    const wrong = asked.filter(({ type, action }) => {
      const question = { who, type, action, at }
      return JSON.stringify(answers(world, id, question)) !== JSON.stringify(answers(fresh, id, question))
    })
    return [...owns, ...wrong.map(({ type, action }) => `${id}: may ${who} do ${action} on ${type}?`)]
  })
}

function answers(
  world: World,
  workspaceId: string,
  question: { who: string; type: string; action: string; at: number },
) {
  const { who, type, action, at } = question
  const may = (id: string | null) => check(world, { who, action, at, resource: { type, id } })
  return [may(null), may('unregistered'), may(workspaceId), listResources(world, question, { count: 1_000 })]
}
