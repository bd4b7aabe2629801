import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { audit } from '../../contract/audit.ts'
import { connections } from '../../contract/connections.ts'
import { certificateUntil, completeSaml, goodCertificate, testedBy } from '../../test/connections.ts'
import { clock, openWorkspace } from '../../test/house.ts'
import { letters } from '../letters/letters.ts'
import { tellOfExpiry } from './connections.ts'

const DAY_MS = 86_400_000

afterEach(() => clock.reset())

test('owners are told by mail 30 and 7 days before a certificate expires, once each, by however many servers', async () => {
  const place = await openWorkspace()
  const { app, owner, id } = place
  const { call } = await place.ownerInPerson()
  const until = new Date(clock.now().getTime() + 40 * DAY_MS)
  const certificates = [certificateUntil(until, 'soon'), goodCertificate('later')]
  const connectionId = await completeSaml(owner, 'Okta', certificates)
  await testedBy(place, connectionId)
  await call(connections.activate, { params: { connectionId } })
  const told = async () => {
    await Promise.all([tellOfExpiry(app), tellOfExpiry(app)])
    const rows = await app.database.db
      .selectFrom('outbox')
      .where('workspace_id', '=', id)
      .select('payload')
      .execute()
    return rows.filter(({ payload }) => payload.what === 'certificate-expires').map(({ payload }) => payload)
  }

  assert.equal((await told()).length, 0)
  clock.move(10 * DAY_MS + 60_000)
  assert.equal((await told()).length, 1)
  clock.move(20 * DAY_MS)
  assert.equal((await told()).length, 1)
  clock.move(3 * DAY_MS)
  const all = await told()
  assert.equal(all.length, 2)
  clock.move(8 * DAY_MS)
  assert.equal((await told()).length, 2)

  const letter = await letters['workspace-notice']?.(app, {
    workspaceId: id,
    payload: all[0] ?? {},
    attempts: 1,
  })
  assert.ok(letter && letter !== 'later')
  assert.match(
    letter.subject,
    /^A certificate of single sign-on in the workspace Test expires: Okta, CN=soon, on 20/,
  )
  const { events } = await owner(audit.list, { query: { type: 'Connection Certificate Expires' } })
  assert.equal(events.length, 2)
  assert.equal(events[0]?.actorKind, 'system')
})

test('nobody is told of a certificate of a connection that is not active', async () => {
  const place = await openWorkspace()
  const until = new Date(clock.now().getTime() + DAY_MS)
  await completeSaml(place.owner, 'Okta', [certificateUntil(until)])

  await tellOfExpiry(place.app)

  const { events } = await place.owner(audit.list, { query: { type: 'Connection Certificate Expires' } })
  assert.deepEqual(events, [])
})
