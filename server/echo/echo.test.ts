import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Refused } from '../../client/call.ts'
import { echo } from '../../contract/echo.ts'
import { openWorkspace } from '../../test/house.ts'

const message = 'hello'

test('the echo answers the message and the headers, the credential hidden', async () => {
  const { owner, token } = await openWorkspace()

  const answer = await owner(echo.get, { query: { message } })

  assert.equal(answer.method, 'get')
  assert.equal(answer.message, message)
  assert.equal(answer.headers.authorization, '(hidden)')
  assert.equal(answer.headers.accept, 'application/json')
  assert.ok(!JSON.stringify(answer).includes(token))
})

test('errors come as asked, the first that is asked for', async () => {
  const { owner } = await openWorkspace()
  const ask = async (query: object) => {
    const refused: Refused = await owner(echo.get, { query: { message, ...query } }).then(
      () => assert.fail('it was not refused'),
      (error) => error,
    )
    return { status: refused.status, count: refused.errors.length, said: refused.errors[0]?.message }
  }
  const three = { triggerError: true, triggerMultipleErrors: true, triggerUnexpectedError: true }

  assert.deepEqual(await ask(three), { status: 400, count: 1, said: message })
  assert.deepEqual(await ask({ ...three, triggerError: false }), { status: 400, count: 2, said: message })
  assert.equal((await ask({ triggerUnexpectedError: true })).status, 500)
  assert.deepEqual(await ask({ statusCode: 418 }), { status: 418, count: 1, said: message })
})

test('another status of success comes as asked', async () => {
  const { url, token } = await openWorkspace()

  const answer = await fetch(`${url}/api/echo?message=hello&statusCode=202`, {
    headers: { authorization: `Bearer ${token}` },
  })

  assert.equal(answer.status, 202)
  const { data } = (await answer.json()) as { data: { message: string } }
  assert.equal(data.message, message)
})

test('the answer comes as late as asked, within reason', async () => {
  const { owner } = await openWorkspace()
  const before = performance.now()

  await owner(echo.get, { query: { message, delay: 150 } })

  assert.ok(performance.now() - before >= 149)
  for (const wrong of [
    { delay: 10_001 },
    { delay: -1 },
    { statusCode: 204 },
    { statusCode: 302 },
    { statusCode: 999 },
  ]) {
    const refused: Refused = await owner(echo.get, { query: { message, ...wrong } }).then(
      () => assert.fail('it was not refused'),
      (error) => error,
    )
    assert.deepEqual([refused.status, refused.errors[0]?.field], [422, Object.keys(wrong)[0]])
  }
})

test('an explicit nothing is nothing, as one client sends it', async () => {
  const { url, token } = await openWorkspace()
  const headers = { authorization: `Bearer ${token}` }

  const answer = await fetch(`${url}/api/echo?message=hello&delay=&triggerUnexpectedError=`, { headers })
  const without = await fetch(`${url}/api/echo?message=`, { headers })

  assert.equal(answer.status, 200)
  assert.equal(without.status, 422)
})
