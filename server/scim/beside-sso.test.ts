import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groups } from '../../contract/groups.ts'
import { addScimToken, GROUP, providerOf, USER } from '../../test/scim-client.ts'
import { openSamlWorkspace, openSsoBrowser, signInAt, somebodyAt } from '../../test/sso-house.ts'

/** A workspace whose provider pushes, and whose single sign-on puts everybody into a group who says `analysts`. */
async function openBoth() {
  const place = await openSamlWorkspace({ settings: { provisionSso: true } })
  const provider = providerOf(place, { secret: await addScimToken(place) })
  const { userGroup } = await place.owner(groups.create, { body: { name: 'Analysts' } })
  const { db } = place.app.database
  const mapping = { workspace_id: place.id, connection_id: place.connectionId, claim: 'analysts' }
  await db
    .insertInto('connection_groups')
    .values({ ...mapping, group_id: userGroup.id })
    .execute()
  const ada = somebodyAt(place)
  const path = `/Groups/${userGroup.id}`

  return {
    provider,
    ada,
    path,
    signIn: (...values: string[]) =>
      signInAt(place, openSsoBrowser(place), {
        ...ada,
        attributes: { ...ada.attributes, ...(values.length > 0 && { groups: values }) },
      }),
    push: (id: string) => provider.patch(path, [{ op: 'add', path: 'members', value: [{ value: id }] }]),
    takeBack: (id: string) => provider.patch(path, [{ op: 'remove', path: `members[value eq "${id}"]` }]),
    async within() {
      const query = { params: { userGroupId: userGroup.id }, query: {} }
      return (await place.owner(groups.listUsers, query)).users.map(({ email }) => email)
    },
    givers() {
      const rows = db.selectFrom('group_members').where('group_id', '=', userGroup.id)
      return rows.select(['by_hand', 'by_sso', 'by_scim']).execute()
    },
  }
}

const given = (by: { sso?: true; scim?: true }) => [
  { by_hand: false, by_sso: by.sso ?? false, by_scim: by.scim ?? false },
]

test('whom single sign-on put into a group stays in it when the provider takes its part back', async () => {
  const { provider, ada, path, signIn, push, takeBack, within, givers } = await openBoth()
  await signIn('analysts')
  const { body: found } = await provider.get('/Users', { filter: `userName eq "${ada.email}"` })
  const id = found.Resources[0]?.id ?? ''
  assert.deepEqual(await givers(), given({ sso: true }))

  await push(id)
  assert.deepEqual(await givers(), given({ sso: true, scim: true }))
  assert.equal((await takeBack(id)).status, 204)

  assert.deepEqual(await givers(), given({ sso: true }))
  assert.deepEqual(await within(), [ada.email])
  assert.deepEqual((await provider.get(path)).body.members?.length, 1)
})

test('whom the provider put into a group first, and single sign-on too, stays in it by that; signing in takes nothing', async () => {
  const { provider, ada, signIn, push, takeBack, within, givers } = await openBoth()
  const { body: pushed } = await provider.post('/Users', { schemas: [USER], userName: ada.email })
  await push(pushed.id)
  assert.deepEqual(await givers(), given({ scim: true }))

  await signIn('analysts')
  assert.deepEqual(await givers(), given({ sso: true, scim: true }))
  await signIn()
  assert.deepEqual(await givers(), given({ sso: true, scim: true }))
  await takeBack(pushed.id)

  assert.deepEqual(await givers(), given({ sso: true }))
  assert.deepEqual(await within(), [ada.email])
})

test('a push of all members leaves out whom single sign-on put in, and they stay; whom it alone gave is gone', async () => {
  const { provider, ada, path, signIn, push, within, givers } = await openBoth()
  const { body: bob } = await provider.post('/Users', { schemas: [USER], userName: `bob.${ada.email}` })
  const { body: pushed } = await provider.post('/Users', { schemas: [USER], userName: ada.email })
  await push(pushed.id)
  await push(bob.id)
  await signIn('analysts')

  await provider.put(path, { schemas: [GROUP], displayName: 'Analysts', members: [] })

  assert.deepEqual(await within(), [ada.email])
  assert.deepEqual(await givers(), given({ sso: true }))
})
