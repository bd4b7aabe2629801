import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { support } from '../../contract/support.ts'
import { openJar } from '../../test/browser-jar.ts'
import { clock, openWorkspace } from '../../test/house.ts'
import { comeIn, sam, supportLink } from '../../test/support-visit.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

afterEach(() => clock.reset())

/** Looks a link up, as a browser that nobody is signed in with. */
const lookUp = (url: string, token: string) => openJar(url).call(support.lookUp, { query: { token } })

test('whoever has a link may look at what it opens before it is used, as often as they like', async () => {
  const place = await openWorkspace()
  const olivia = await place.ownerInPerson()
  await olivia.call(support.grant, { body: { days: 1 } })
  const token = await supportLink(place)

  const { endsAt, ...what } = await lookUp(place.url, token)
  const again = await lookUp(place.url, token)

  const staff = { staffName: sam.name, staffEmail: sam.email, reason: sam.reason }
  assert.deepEqual(what, { workspace: { name: 'Test' }, ...staff, ownerName: 'Olivia Owner' })
  assert.ok(Math.abs(Date.parse(endsAt) - clock.now().getTime() - 8 * HOUR_MS) < MINUTE_MS)
  assert.deepEqual(again.workspace, what.workspace)
  await comeIn(place, token)
})

test('a link that was used, is over, or that the owner took the ground from, tells nothing', async () => {
  const place = await openWorkspace()
  const olivia = await place.ownerInPerson()
  await olivia.call(support.grant, { body: { days: 1 } })
  const [used, late, revoked] = [await supportLink(place), await supportLink(place), await supportLink(place)]
  const gone = { code: 'link-gone' }

  await comeIn(place, used)
  await assert.rejects(lookUp(place.url, used), gone)
  await lookUp(place.url, revoked)
  await olivia.call(support.revoke, {})
  await assert.rejects(lookUp(place.url, revoked), gone)
  clock.move(16 * MINUTE_MS)
  await assert.rejects(lookUp(place.url, late), gone)
  await assert.rejects(lookUp(place.url, 'cvh_nothing'), gone)
})
