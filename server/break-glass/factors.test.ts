import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { breakGlass } from '../../contract/break-glass.ts'
import { activeSaml, signedInBy } from '../../test/connections.ts'
import { again, broken, nominated, REASON } from '../../test/glass.ts'
import { as, clock, headersOf, openWorkspace, type TestWorkspace } from '../../test/house.ts'
import { runOn, stopAt } from '../../test/instants.ts'
import { onAll } from '../../test/registry.ts'
import { setUpTotp } from '../../test/second-factor.ts'
import { startSession } from '../../test/sessions.ts'
import { SESSION_COOKIE } from '../http/cookies.ts'
import { hashSecret, newId, newSecret } from '../platform/ids.ts'

const MINUTE_MS = 60_000

afterEach(runOn)

const use = { body: { reason: REASON, hours: 1 } }

test('a password is too weak, however fresh it is', async () => {
  const place = await openWorkspace()
  const { nora } = await nominated(place)
  const weak = await again(place, nora, false)

  const asked = weak(breakGlass.use, use)

  await assert.rejects(asked, { code: 'strong-factor-required' })
  assert.equal((await weak(breakGlass.mine, {})).use, null)
})

test('a second factor counts for ten minutes: then it is asked for again, whatever else was proved since', async () => {
  const place = await openWorkspace()
  const { nora } = await nominated(place)
  const provedAt = clock.now().getTime()
  stopAt(provedAt)
  const secret = await startSession(place.app, nora.id, { twoFactors: true })
  const call = as({
    url: `${place.url}/w/${place.slug}`,
    headers: headersOf(secret, place.app.config.publicUrl),
  })
  stopAt(provedAt + 10 * MINUTE_MS + 1)

  const stale = () => call(breakGlass.use, use)

  await assert.rejects(stale, { code: 'step-up-required' })
  await provePassword(place, secret)
  await assert.rejects(stale, { code: 'strong-factor-required' })
  stopAt(provedAt + 10 * MINUTE_MS)
  assert.equal((await broken({ call })).user.id, nora.id)
})

/** The password was proved once more at this moment, as a step-up leaves the session. */
async function provePassword({ app }: TestWorkspace, secret: string) {
  await app.database.db
    .transaction()
    .execute((tx) =>
      tx
        .updateTable('sessions')
        .where('secret_hash', '=', hashSecret(secret))
        .set({ factor_at: clock.now() })
        .execute(),
    )
  app.identities.forget()
}

test("the workspace's own single sign-on is no strong factor, though it opens the workspace", async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  const connectionId = await activeSaml(place, owner.call)
  const through = await signedInBy(place, nora.id, connectionId)

  const asked = through(breakGlass.use, use)

  await assert.rejects(asked, { code: 'strong-factor-required' })
  assert.equal((await through(breakGlass.mine, {})).isNominated, true)
})

test('an app that shows codes is strong enough, and owners see who has one', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  const [before] = (await owner.call(breakGlass.get, {})).nominees
  const { jar } = await setUpTotp(place, nora)

  const { use: opened } = await jar.within(place.slug)(breakGlass.use, use)

  const [after] = (await owner.call(breakGlass.get, {})).nominees
  assert.deepEqual([before?.hasStrongFactor, after?.hasStrongFactor], [false, true])
  const mine = await jar.within(place.slug)(breakGlass.mine, {})
  assert.deepEqual(mine, { isNominated: true, use: opened, hasStrongFactor: true })
})

test('a token breaks no glass, whatever it may do, and neither does support staff', async () => {
  const place = await openWorkspace()
  const { owner } = await nominated(place)
  const other = await place.tokenWith([onAll(place, 'Source Admin')])
  const staff = await supportStaff(place, owner)
  await staff(breakGlass.get, {})

  for (const call of [place.owner, other.call, staff]) {
    const asked = call(breakGlass.use, use)

    await assert.rejects(asked, { code: 'not-allowed' })
  }
  const mine = await staff(breakGlass.mine, {})
  assert.deepEqual(mine, { isNominated: false, use: null, hasStrongFactor: false })
})

test('support staff nominates nobody, and takes no nomination back', async () => {
  const place = await openWorkspace()
  const { owner, nora } = await nominated(place)
  const staff = await supportStaff(place, owner)

  const nominating = () => staff(breakGlass.nominate, { body: { userId: place.ownerPerson.id } })
  const withdrawing = () => staff(breakGlass.withdraw, { params: { userId: nora.id } })

  await assert.rejects(nominating, { code: 'not-allowed' })
  await assert.rejects(withdrawing, { code: 'not-allowed' })
  assert.equal((await owner.call(breakGlass.get, {})).nominees.length, 1)
})

/** One of the operator's staff, whom this owner let in. */
async function supportStaff({ app, id, slug, url }: TestWorkspace, owner: { id: string }) {
  const secret = newSecret('cvh_')
  const now = clock.now()
  const ends_at = new Date(now.getTime() + 60 * MINUTE_MS)
  const access = { workspace_id: id, id: newId(), granted_at: now, ends_at }
  await app.database.db.transaction().execute(async (tx) => {
    const by = { granted_by: owner.id, granted_by_name: 'Olivia Owner' }
    await tx
      .insertInto('support_access')
      .values({ ...access, ...by })
      .execute()
    const visit = {
      ...{ workspace_id: id, id: newId(), access_id: access.id, staff_name: 'Sam', reason: 'Ticket 1' },
      ...{ staff_email: 'sam@operator.test', created_at: now, link_expires_at: ends_at, ends_at },
    }
    const used = { secret_hash: hashSecret(secret), signed_in_at: now, last_used_at: now }
    await tx
      .insertInto('support_visits')
      .values({ ...visit, ...used })
      .execute()
  })
  const { origin } = headersOf('cvs_', app.config.publicUrl)
  const headers = { cookie: `${SESSION_COOKIE}=${secret}`, ...(origin && { origin }) }
  return as({ url: `${url}/w/${slug}`, headers })
}
