import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { connections } from '../../contract/connections.ts'
import {
  answerTo,
  askedBy,
  browserOf,
  fetchFrom,
  openSamlWorkspace,
  openSsoBrowser,
  post,
  type SamlWorkspace,
  somebodyAt,
  ssoHouse,
  tracesOf,
} from '../../test/sso-house.ts'
import { eventsOf, stateOf } from '../../test/sso-refused.ts'
import { newSecret } from '../platform/ids.ts'

const back = '/w/acme/settings/sso?tab=test'

/** An owner begins a test sign-in of a connection that is not active yet. */
async function beginTest(place: SamlWorkspace) {
  const browser = browserOf(place, await place.ownerInPerson())
  const params = { connectionId: place.connectionId }
  const { url } = await browser.within(place.slug)(connections.test, { params, body: { returnTo: back } })
  return { browser, asked: askedBy(url) }
}

test('a test sign-in shows that a connection works, opens no session and changes nobody', async () => {
  const place = await openSamlWorkspace({ isActive: false, settings: { provisionSso: true } })
  const { browser, asked } = await beginTest(place)
  const { connections: before, ...state } = await stateOf(place.app)

  const landed = await fetchFrom(place, browser, await post(place, answerTo(place, asked, somebodyAt(place))))

  assert.equal(landed, `${back}&test=passed`)
  const { connections: after, ...now } = await stateOf(place.app)
  assert.notEqual(after, before)
  assert.deepEqual({ ...now, outbox: '' }, { ...state, outbox: '' })
  assert.deepEqual(
    (await tracesOf(place)).map(({ outcome }) => outcome),
    ['tested'],
  )
  const [event] = await eventsOf(place, 'Connection Tested')
  assert.deepEqual([event?.actor_kind, event?.actor_id], ['user', place.ownerPerson.id])
})

test('a test sign-in that is refused comes back to where it began, and the trace says why', async () => {
  const place = await openSamlWorkspace({ isActive: false })
  const { asked } = await beginTest(place)
  const wrong = { ...place, party: { ...place.party, entityId: 'https://not.ours.example' } }

  const landed = await post(place, answerTo(wrong, asked, somebodyAt(place)), asked.relayState)

  assert.equal(landed, `${back}&test=refused`)
  assert.deepEqual(
    (await tracesOf(place)).map(({ reason }) => reason?.code),
    ['audience'],
  )
  assert.equal((await eventsOf(place, 'sso.rejected')).length, 1)
})

test('a connection that is not active signs nobody in', async () => {
  const place = await openSamlWorkspace({ isActive: false })

  assert.equal(
    await openSsoBrowser(place).open(place.addresses.startUrl),
    `/sign-in?problem=connection-inactive&sso=${place.connectionId}`,
  )
})

test('our metadata is there before the identity provider is configured', async () => {
  const place = await openSamlWorkspace()

  const response = await fetch(place.addresses.metadataUrl)

  assert.match(response.headers.get('content-type') ?? '', /^application\/samlmetadata\+xml/)
  const xml = await response.text()
  assert.ok(xml.includes(place.addresses.acsUrl) && xml.includes(`entityID="${place.addresses.entityId}"`))
  assert.equal((await fetch(place.addresses.metadataUrl.replace(place.connectionId, 'none'))).status, 404)
})

test('the consumer address takes a form and nothing else, no field twice, and no more than 400 KiB', async () => {
  const place = await openSamlWorkspace()
  const form = 'application/x-www-form-urlencoded'
  const send = async (body: string, type = form) => {
    const response = await fetch(place.addresses.acsUrl, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
      redirect: 'manual',
    })
    await response.body?.cancel()
    return response.status
  }

  assert.equal(await send('SAMLResponse=PHg%2B&RelayState='), 303)
  assert.equal(await send('SAMLResponse=PHg%2B', `${form}; charset=UTF-8`), 303)
  assert.equal(await send('{"SAMLResponse":"PHg+"}', 'application/json'), 415)
  assert.equal(await send('SAMLResponse=PHg%2B', 'text/plain'), 415)
  assert.equal(await send('SAMLResponse=a&SAMLResponse=b'), 422)
  assert.equal(await send('SAMLResponse=a&RelayState=x&RelayState=y'), 422)
  assert.equal(await send('RelayState=x'), 422)
  assert.equal(await send(''), 422)
  assert.equal(await send('SAMLResponse=%00'), 422)
  assert.equal(await send(`SAMLResponse=${'A'.repeat(410 * 1024)}`), 413)
  assert.equal(await send(`SAMLResponse=${'A'.repeat(300 * 1024)}`), 303)
})

test('no other address takes a form', async () => {
  const place = await openSamlWorkspace()
  const { url } = await ssoHouse()
  const send = (path: string) =>
    new Promise<number>((resolve, reject) => {
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Bearer ${place.token}`,
      }
      const asking = request(`${url}${path}`, { method: 'POST', headers }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
      asking.on('error', reject)
      asking.end('name=Made')
    })

  for (const path of [
    '/api/groups',
    '/api/sign-in',
    `/api/sign-in/sso/${place.connectionId}`,
    '/api/sign-in/sso',
  ]) {
    assert.equal(await send(path), 415, path)
  }
})

test('a code that is none, or another secret in its place, opens nothing', async () => {
  const place = await openSamlWorkspace()
  const browser = openSsoBrowser(place)
  const { publicUrl } = place.running.app.config
  const finish = `${publicUrl}/sso/${place.connectionId}/finish`

  for (const query of ['', '?code=', '?code=none', `?code=${newSecret('cvo_')}`, '?code=%27']) {
    assert.match(await browser.open(finish + query), /^\/sign-in\?problem=sso-refused/, query)
  }
  assert.equal((await eventsOf(place, 'sso.rejected')).length, 0)
})
