import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Endpoint } from '../contract/endpoint.ts'
import { groups } from '../contract/groups.ts'
import { api } from '../contract/index.ts'
import { invites } from '../contract/invites.ts'
import { callerKinds, openFixture } from './fixture.ts'
import { clock, headersOf } from './house.ts'
import type { Sample } from './sample.ts'
import {
  add,
  GROUP,
  type Method,
  openProvisioned,
  type Provisioned,
  providerOf,
  USER,
} from './scim-client.ts'
import { scimSamples } from './scim-samples.ts'
import { differences, takeSnapshot } from './scim-snapshot.ts'

const endpoints = Object.entries(api.scim as Record<string, Endpoint>)

/** The sample of an endpoint, about these ids. */
function sampleOf(name: string, ids: { member: string; group: string }) {
  const samples: Record<string, Sample> = scimSamples.scim
  const sample = samples[name]
  if (!sample) throw new Error(`${name} has no sample in test/scim-samples.ts`)
  // Samples of SCIM name these two and nothing else.
  return sample(ids as Parameters<Sample>[0])
}

/** A neighbour with one of everything: pushed and by hand, members, somebody invited, groups. */
async function openNeighbour() {
  const place = await openProvisioned()
  const pushed = await add(place, 'secret-pushed')
  const inactive = await add(place, 'secret-inactive', { active: false })
  const byHand = await place.member([], `secret-member@${place.domain}`)
  await place.owner(invites.create, { body: { invites: [{ email: `secret-invited@${place.domain}` }] } })
  const members = [{ value: pushed.id }]
  const group = await place.post('/Groups', { schemas: [GROUP], displayName: 'Secret pushed', members })
  const { userGroup } = await place.owner(groups.create, {
    body: { name: 'Secret by hand', emails: [byHand.email] },
  })
  return {
    place,
    users: [pushed.id, inactive.id, byHand.id, place.ownerPerson.id],
    groups: [group.body.id, userGroup.id],
  }
}

test('with the token of one workspace, nothing of another can be read or changed by any endpoint of SCIM', async () => {
  const ours = await openProvisioned()
  const theirs = await openNeighbour()
  const before = await takeSnapshot(ours.app, { but: ours.id })

  for (const [name, { method, path }] of endpoints) {
    const isById = /(Users|Groups)\/:id/.test(path)
    const named = theirs.users.flatMap((member) => theirs.groups.map((group) => ({ member, group })))
    for (const ids of isById ? named : named.slice(0, 1)) {
      const { params = {}, query = '', body } = sampleOf(name, ids)
      const asked = path.replace('/scim/v2', '').replace(':id', params.id ?? '') + query
      const { status, text } = await ours.send(method as Method, asked, body === undefined ? {} : { body })
      if (isById) assert.equal(status, 404, `${name} ${asked}`)
      assert.doesNotMatch(text, /secret/i, `${name} ${asked}`)
    }
  }
  for (const filter of ['userName co "secret"', ...theirs.users.map((id) => `id eq "${id}"`)]) {
    assert.equal((await ours.get('/Users', { filter })).body.totalResults, 0, filter)
  }
  for (const filter of [
    'displayName co "secret"',
    ...theirs.users.map((id) => `members[value eq "${id}"]`),
  ]) {
    assert.equal((await ours.get('/Groups', { filter })).body.totalResults, 0, filter)
  }

  const made = ['users', 'account_events']
  assert.deepEqual(differences(before, await takeSnapshot(ours.app, { but: ours.id }), made), [])
})

test('nobody of another workspace can be put into a group by their id', async () => {
  const ours = await openProvisioned()
  const theirs = await openNeighbour()
  const { body } = await ours.post('/Groups', { schemas: [GROUP], displayName: 'Analysts' })

  for (const value of [...theirs.users, ...theirs.groups]) {
    const members = [{ value }]
    const asked = [
      await ours.post('/Groups', { schemas: [GROUP], displayName: 'More', members }),
      await ours.put(`/Groups/${body.id}`, { schemas: [GROUP], displayName: 'Analysts', members }),
      await ours.patch(`/Groups/${body.id}`, [{ op: 'add', path: 'members', value: members }]),
      await ours.patch(`/Groups/${body.id}`, [{ op: 'replace', path: 'members', value: members }]),
    ]
    for (const answer of asked) assert.deepEqual([answer.status, answer.body.scimType], [400, 'invalidValue'])
  }

  assert.deepEqual(await ours.look(), { members: [], invited: [], groups: { Analysts: [] } })
})

test('a person in two workspaces is two people to their providers, and one account that neither changes', async () => {
  const [ours, theirs] = [await openProvisioned(), await openProvisioned()]
  const email = `shared@${ours.domain}`
  await theirs.member([], email)
  const mine = await add(ours, 'shared', { displayName: 'Ours', title: 'Ours' })
  const { body } = await theirs.get('/Users', { filter: `userName eq "${email}"` })
  const [their] = body.Resources
  await theirs.patch(`/Users/${their?.id}`, [{ op: 'replace', value: { displayName: 'Theirs' } }])
  const members = [{ value: their?.id }]
  await theirs.post('/Groups', { schemas: [GROUP], displayName: 'Analysts', members })
  const before = await takeSnapshot(ours.app, { but: ours.id })

  await ours.put(`/Users/${mine.id}`, { schemas: [USER], userName: email, displayName: 'Mine' })
  await ours.patch(`/Users/${mine.id}`, [
    { op: 'replace', path: 'userName', value: `attacker@${ours.domain}` },
    { op: 'replace', path: 'displayName', value: 'Attacker' },
    { op: 'replace', path: 'emails', value: [{ value: `attacker@${ours.domain}`, primary: true }] },
  ])
  await ours.patch(`/Users/${mine.id}`, [{ op: 'replace', value: { active: false } }])
  await ours.patch(`/Users/${mine.id}`, [{ op: 'replace', value: { active: true } }])
  await ours.delete(`/Users/${mine.id}`)

  assert.deepEqual(differences(before, await takeSnapshot(ours.app, { but: ours.id })), [])
  const shown = await theirs.get(`/Users/${their?.id}`)
  assert.deepEqual([shown.body.displayName, shown.body.active], ['Theirs', true])
  assert.deepEqual(await theirs.look(), {
    members: ['shared'],
    invited: [],
    groups: { Analysts: ['shared'] },
  })
})

test('SC-19: a SCIM token opens its own workspace, with or without its name in the path, and no other', async () => {
  const [ours, theirs] = [await openProvisioned(), await openProvisioned()]
  const under = (place: Provisioned, as: Provisioned, name: string) =>
    as.send('GET', `/w/${name}/scim/v2/Users`).then(({ status, text }) => {
      assert.ok(status === 200 || !text.includes(place.ownerPerson.email))
      return status
    })

  for (const name of [ours.slug, ours.id]) assert.equal(await under(ours, ours, name), 200)
  for (const name of [theirs.slug, theirs.id, 'nobody', '%00', 'x'.repeat(300)])
    assert.equal(await under(theirs, ours, name), 401, name)
})

test('SC-19: nothing but a SCIM token opens SCIM, and a SCIM token opens nothing else', async () => {
  const { app, url } = await openProvisioned()
  const fixture = await openFixture(app, clock.now())
  const { credentials, slug, ids } = fixture
  const before = await takeSnapshot(app, { of: fixture.workspaceId })

  for (const kind of callerKinds.filter((one) => one !== 'SCIM token')) {
    const stranger = providerOf({ app, url }, { secret: null })
    const secret = credentials[kind]
    for (const [name, { method, path }] of endpoints) {
      const { params = {}, body } = sampleOf(name, ids)
      const asked = `/w/${slug}${path.replace(':id', params.id ?? '')}`
      for (const headers of [headersOf(secret, url), bearer(secret)]) {
        const sent = { headers, ...(body === undefined ? {} : { body }) }
        const { status } = await stranger.send(method as Method, asked, sent)
        assert.equal(status, 401, `${kind}: ${name}`)
      }
    }
  }
  const everything = Object.values(api).flatMap((room) => Object.values(room as Record<string, Endpoint>))
  const others = everything.filter(({ access }) => access.kind !== 'scim' && access.kind !== 'anyone')
  for (const { method, path, dialect = 'api', route } of others) {
    const mount = `${url}${dialect === 'api' ? '/api' : ''}`
    const headers = { ...bearer(credentials['SCIM token']), 'content-type': 'application/json' }
    const rest = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }
    const { status } = await fetch(mount + path.replace(/:[A-Za-z]+/g, 'x'), { method, headers, ...rest })
    assert.ok([401, 403].includes(status), `${route}: ${status}`)
  }

  assert.deepEqual(differences(before, await takeSnapshot(app, { of: fixture.workspaceId })), [])
})

function bearer(secret: string | null): Record<string, string> {
  return secret === null ? {} : { authorization: `Bearer ${secret}` }
}
