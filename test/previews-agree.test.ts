import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { check, type Facts, isHere, isOwner, listResources, openWorld, type World } from '../access/index.ts'
import { Refused } from '../client/call.ts'
import { wireType } from '../contract/complete.ts'
import { readFacts } from '../server/caller/facts.ts'
import { type As, openWorkspace, type TestWorkspace } from './house.ts'
import { type Preview, preview } from './previews.ts'
import { apply, change, prepare } from './random-changes.ts'
import { assertSound } from './worlds-agree.ts'

const options = { numRuns: Number(process.env.CLAVIGER_TEST_WORLDS ?? 6), endOnFailure: true }

test('before every one of many changes, the preview says what decisions say when it is made', async () => {
  const seen = { agreed: 0, moved: 0, refused: 0 }
  const sequences = fc.array(change, { minLength: 15, maxLength: 30 })
  const property = fc.asyncProperty(sequences, async (changes) => {
    const house = await openWorkspace()
    await prepare(house)
    for (const one of changes) await apply({ ...house, owner: foreseeing(house, seen) }, one)
    await assertSound(house.app)
  })

  await fc.assert(property, options)

  assert.ok(seen.moved > options.numRuns, JSON.stringify(seen))
})

/** Calls as the owner, but looks first; fails where what comes is not what was foretold. */
function foreseeing(house: TestWorkspace, seen: { agreed: number; moved: number; refused: number }): As {
  return async (endpoint, given) => {
    if (!endpoint.previewable) return house.owner(endpoint, given)
    const before = await look(house)
    const call = { route: endpoint.route, ...given } as never // made of what the endpoint itself takes
    const foreseen = await outcome(preview(house, call))
    const done = await outcome(house.owner(endpoint, given))
    assert.deepEqual(foreseen.refused?.errors, done.refused?.errors)
    if (!foreseen.reply) {
      seen.refused++
      throw done.refused
    }

    const at =
      foreseen.reply.at === undefined ? house.app.clock.now().getTime() : Date.parse(foreseen.reply.at)
    const expected = moved({ before, after: await look(house) }, at)
    assert.deepEqual(told(foreseen.reply), expected)
    assert.equal(foreseen.reply.more, 0)
    seen.agreed++
    if (Object.keys(expected).length > 0) seen.moved++
    return done.reply as never // it was not refused, because the preview was not
  }
}

async function outcome<Reply>(asked: Promise<Reply>): Promise<{ reply?: Reply; refused?: Refused }> {
  try {
    return { reply: await asked }
  } catch (error) {
    if (error instanceof Refused) return { refused: error }
    throw error
  }
}

interface Look {
  house: TestWorkspace
  facts: Facts
  world: World
}

/** Who may what, by the rows as they are and not by what is in memory. */
async function look(house: TestWorkspace): Promise<Look> {
  const { app, id } = house
  const { plan } = await app.database.db
    .selectFrom('workspaces')
    .where('id', '=', id)
    .select('plan')
    .executeTakeFirstOrThrow()
  const facts = await app.database.db.transaction().execute((tx) => readFacts(tx, id))
  return { house, facts, world: openWorld(app.rules, { workspaceId: id, plan }, facts) }
}

/** For everybody what came and what went at this instant; who is not in it is as before. */
function moved({ before, after }: { before: Look; after: Look }, at: number): Record<string, string[]> {
  const everybody = new Set([...before.facts.principals, ...after.facts.principals].map(({ id }) => id))
  const lines = Array.from(everybody, (who): [string, string[]] => {
    const [had, has] = [accessOf(before, who, at), accessOf(after, who, at)]
    const differ = (one: Access, other: Access, sign: string) =>
      Array.from(one).flatMap(([name, on]) => {
        const there = other.get(name)
        const isWhole = on.has('*')
        if (there?.has('*')) return []
        return isWhole ? [`${sign} ${name} *`] : minus(on, there).map((id) => `${sign} ${name} ${id}`)
      })
    // Some instead of everything is only a loss of everything, and the other way round.
    return [who, [...differ(has, had, '+'), ...differ(had, has, '-')].sort()]
  })
  return Object.fromEntries(lines.filter(([, all]) => all.length > 0))
}

type Access = Map<string, Set<string>>

function minus(one: Set<string>, other: Set<string> | undefined): string[] {
  return Array.from(one).filter((id) => !other?.has(id))
}

function accessOf({ house, world }: Look, who: string, at: number): Access {
  const access: Access = new Map()
  if (isHere(world, who, at)) access.set('here', new Set(['']))
  if (isOwner(world, who, at)) access.set('owner', new Set(['']))
  for (const [type, { actions }] of Object.entries(house.app.catalog.resourceTypes)) {
    for (const action of Object.keys(actions)) {
      const isWhole = type !== 'workspace' && check(world, { who, action, resource: { type, id: null }, at })
      const { ids } = listResources(world, { who, action, type, at }, { count: 100 })
      access.set(`${wireType(type)} ${action}`, new Set(isWhole ? ['*'] : ids))
    }
  }
  return access
}

function told({ subjects }: Preview): Record<string, string[]> {
  const flag = (name: string, { before, after }: { before: boolean; after: boolean }) =>
    before === after ? [] : [`${after ? '+' : '-'} ${name} `]
  return Object.fromEntries(
    subjects.map(({ id, isHere, isOwner, gains, losses }) => {
      const all = [...gains.map((one) => ['+', one] as const), ...losses.map((one) => ['-', one] as const)]
      const lines = all.flatMap(([sign, { type, actions, everything, count, resources }]) => {
        assert.equal(count, resources.length)
        const ids = everything ? ['*'] : resources.map((one) => one.id)
        return actions.flatMap((action) => ids.map((on) => `${sign} ${type} ${action} ${on}`))
      })
      return [id, [...flag('here', isHere), ...flag('owner', isOwner), ...lines].sort()]
    }),
  )
}
