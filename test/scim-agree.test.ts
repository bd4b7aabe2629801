import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openWorkspace } from './house.ts'
import { openProvisioned, type Provisioned } from './scim-client.ts'
import { type Model, obey, request, userNameOf } from './scim-model.ts'
import { expectedGroups, expectedLook, expectedPeople, shownGroups, shownPeople } from './scim-shown.ts'
import { differences, takeSnapshot } from './scim-snapshot.ts'
import { assertSound } from './worlds-agree.ts'

const options = { numRuns: Number(process.env.CLAVIGER_TEST_WORLDS ?? 6), endOnFailure: true }

/** Two of the people have an account already, one of them under a domain that nobody proved. */
async function openWithAccounts(): Promise<Provisioned> {
  const place = await openProvisioned()
  const elsewhere = await openWorkspace()
  for (const local of ['elsewhere', 'foreign']) await elsewhere.member([], userNameOf(place, local))
  return place
}

test('after any requests of a provider, lists, single answers and the console show what it pushed, and nothing else has changed', async () => {
  const sequences = fc.array(request, { minLength: 20, maxLength: 35 })
  const property = fc.asyncProperty(sequences, async (requests) => {
    const place = await openWithAccounts()
    const before = await takeSnapshot(place.app, { but: place.id })
    const model: Model = { people: [], groups: [] }

    for (const one of requests) {
      assert.equal(await obey(place, model, one), null)
      // What one request does to a group, another soon hides.
      assert.deepEqual(await shownGroups(place), expectedGroups(model), JSON.stringify(one))
    }

    assert.deepEqual(await shownPeople(place), expectedPeople(place, model))
    assert.deepEqual(await place.look(), expectedLook(model))
    await assertSinglesAgree(place)
    await assertSound(place.app, { canaries: [place.secret], workspaceId: place.id })
    const made = ['users', 'account_events']
    assert.deepEqual(differences(before, await takeSnapshot(place.app, { but: place.id }), made), [])
  })

  await fc.assert(property, options)
})

/** What a list shows of somebody is what is shown of them alone. */
async function assertSinglesAgree(place: Provisioned) {
  for (const kind of ['Users', 'Groups']) {
    const { body } = await place.get(`/${kind}`, { count: '200' })
    for (const one of body.Resources) assert.deepEqual((await place.get(`/${kind}/${one.id}`)).body, one)
  }
}
