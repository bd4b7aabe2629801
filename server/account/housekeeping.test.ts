import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { aPerson } from '../../test/alone.ts'
import { clock } from '../../test/house.ts'
import { cleanups } from '../app.ts'
import { tidyUp } from '../caller/housekeeping.ts'
import { findLinkOf, makeLink } from '../links/links.ts'
import { atMost, countTry, triesKey } from '../tries/tries.ts'

const DAY_MS = 86_400_000

after(() => clock.reset())

test('what is over is thrown away: sessions, links, counted tries, and after a year what happened', async () => {
  const person = await aPerson()
  const { app, id, email } = person
  const { db } = app.database
  await person.self(account.modify, { body: { name: 'Renamed' } })
  const link = { purpose: 'reset' as const, userId: id, email }
  await db.transaction().execute((tx) => makeLink(tx, clock.now(), link))
  const key = triesKey('housekeeping', id)
  await countTry({ app, now: clock.now() }, key, atMost(5, DAY_MS))
  const kept = async () => {
    const sessions = await db.selectFrom('sessions').where('user_id', '=', id).selectAll().execute()
    const events = await db.selectFrom('account_events').where('user_id', '=', id).selectAll().execute()
    const tries = await db.selectFrom('tries').where('key', '=', key).selectAll().execute()
    const links = (await findLinkOf(db, id, 'reset')) ? 1 : 0
    return [sessions.length, links, tries.length, events.length]
  }

  await tidyUp(app, cleanups)
  const now = await kept()
  clock.move(8 * DAY_MS)
  await tidyUp(app, cleanups)
  const later = await kept()
  clock.move(365 * DAY_MS)
  await tidyUp(app, cleanups)
  const afterAYear = await kept()

  assert.deepEqual(
    [now, later, afterAYear],
    [
      [1, 1, 1, 1],
      [0, 0, 0, 1],
      [0, 0, 0, 0],
    ],
  )
  clock.reset()
})
