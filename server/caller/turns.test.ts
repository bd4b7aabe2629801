import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openTurns } from './turns.ts'

/** Work that ends when it is told to. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { work: () => promise, end: resolve }
}

test('who waits for the same workspace is served in the order in which they came, one at a time', async () => {
  const turns = openTurns()
  const seen: string[] = []
  const work = (name: string) => async () => {
    seen.push(`${name} begins`)
    await sleep(1)
    seen.push(`${name} ends`)
    return name
  }

  const all = await Promise.all(['a', 'b', 'c'].map((name) => turns.take('w', work(name))))

  assert.deepEqual(all, ['a', 'b', 'c'])
  assert.deepEqual(seen, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})

test('another workspace does not wait', async () => {
  const turns = openTurns()
  const { work, end } = held()
  const first = turns.take('w', work)

  const other = await turns.take('elsewhere', async () => 'done')

  assert.equal(other, 'done')
  end()
  await first
})

test('whose work fails is told so, and the next one has their turn', async () => {
  const turns = openTurns()
  const fail = () => Promise.reject(new Error('no'))

  const failed = turns.take('w', fail)
  const next = turns.take('w', async () => 'done')

  await assert.rejects(failed, /no/)
  assert.equal(await next, 'done')
})

test('who has waited too long is told to come back, and nothing is done for them; who came after them is served', async () => {
  const turns = openTurns(20)
  const { work, end } = held()
  const seen: string[] = []
  const first = turns.take('w', work)

  const late = turns.take('w', async () => seen.push('late'))
  await assert.rejects(late, { code: 'unavailable' })
  const after = turns.take('w', async () => seen.push('after'))
  end()
  await Promise.all([first, after])

  assert.deepEqual(seen, ['after'])
})

test('a workspace that was left alone is taken again at once', async () => {
  const turns = openTurns()
  await turns.take('w', async () => {})

  assert.equal(await turns.take('w', async () => 'again'), 'again')
})
