import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GROUP, openProvisioned, type Provisioned, type Resource, USER } from '../scim-client.ts'

/** Two people in a group, and one more: the ground of every intent. */
async function openGround() {
  const place = await openProvisioned()
  const make = async (local: string) => {
    const userName = `${local}@${place.domain}`
    const name = { givenName: 'Test', familyName: local }
    const { body } = await place.post('/Users', { schemas: [USER], userName, name, displayName: local })
    return body.id
  }
  const ids = { ada: await make('ada'), bob: await make('bob'), cyd: await make('cyd') }
  const members = [{ value: ids.ada }, { value: ids.bob }]
  const { body } = await place.post('/Groups', { schemas: [GROUP], displayName: 'Analysts', members })
  const user = `/Users/${ids.ada}`
  const group = `/Groups/${body.id}`
  return { place, ids: { ...ids, group: body.id }, user, group }
}
type Ground = Awaited<ReturnType<typeof openGround>>

/** One way of saying an intent. */
type Saying = (ground: Ground) => Promise<{ status: number }>

const patchUser =
  (operations: (ground: Ground) => unknown[]): Saying =>
  (ground) =>
    ground.place.patch(ground.user, operations(ground))
const patchGroup =
  (operations: (ground: Ground) => unknown[]): Saying =>
  (ground) =>
    ground.place.patch(ground.group, operations(ground))

/** The whole resource as it is, with something else in the place of a part of it. */
const put =
  (which: 'user' | 'group', change: (body: Resource, ground: Ground) => object): Saying =>
  async (ground) => {
    const { body } = await ground.place.get(ground[which])
    return ground.place.put(ground[which], { ...body, ...change(body, ground) })
  }

const workEmail = ({ place }: Ground) => `work@${place.domain}`

const intents: Record<string, Saying[]> = {
  'deactivate a person': [
    patchUser(() => [{ op: 'replace', value: { active: false } }]),
    patchUser(() => [{ op: 'replace', path: 'active', value: false }]),
    patchUser(() => [{ op: 'Replace', path: 'active', value: 'False' }]),
    patchUser(() => [{ op: 'Add', path: 'ACTIVE', value: 'false' }]),
    patchUser(() => [{ op: 'replace', path: `${USER}:active`, value: false }]),
    patchUser(() => [{ op: 'REPLACE', value: { Active: 'FALSE' } }]),
    put('user', () => ({ active: false })),
    put('user', () => ({ active: 'False' })),
  ],
  'take one person out of a group': [
    patchGroup(({ ids }) => [{ op: 'remove', path: `members[value eq "${ids.ada}"]` }]),
    patchGroup(({ ids }) => [{ op: 'Remove', path: `${GROUP}:Members[Value EQ "${ids.ada}"]` }]),
    patchGroup(({ ids }) => [{ op: 'Remove', path: 'members', value: [{ $ref: null, value: ids.ada }] }]),
    patchGroup(({ ids }) => [{ op: 'remove', path: 'members', value: { value: ids.ada } }]),
    patchGroup(({ ids }) => [{ op: 'replace', path: 'members', value: [{ value: ids.bob }] }]),
    patchGroup(({ ids }) => [{ op: 'replace', value: { members: [{ value: ids.bob }] } }]),
    put('group', (_, { ids }) => ({ members: [{ value: ids.bob, display: 'bob' }] })),
  ],
  'put one person into a group': [
    patchGroup(({ ids }) => [{ op: 'add', path: 'members', value: [{ value: ids.cyd, display: 'cyd' }] }]),
    patchGroup(({ ids }) => [{ op: 'Add', path: 'members', value: { value: ids.cyd } }]),
    patchGroup(({ ids }) => [{ op: 'add', value: { members: [{ value: ids.cyd, type: 'User' }] } }]),
    put('group', ({ members = [] }, { ids }) => ({ members: [...members, { value: ids.cyd }] })),
  ],
  'rename a group': [
    patchGroup(() => [{ op: 'replace', path: 'displayName', value: 'Scientists' }]),
    patchGroup(({ ids }) => [{ op: 'replace', value: { id: ids.group, displayName: 'Scientists' } }]),
    patchGroup(() => [{ op: 'Add', path: 'displayname', value: 'Scientists' }]),
    patchGroup(() => [{ op: 'replace', path: `${GROUP}:displayName`, value: 'Scientists' }]),
    put('group', () => ({ displayName: 'Scientists' })),
  ],
  'give a person an address at work': [
    patchUser((ground) => [
      { op: 'Replace', path: 'emails[type eq "work"].value', value: workEmail(ground) },
    ]),
    patchUser((ground) => [{ op: 'add', path: 'emails[type eq "work"].value', value: workEmail(ground) }]),
    patchUser((ground) => [
      { op: 'add', path: 'emails', value: [{ type: 'work', value: workEmail(ground) }] },
    ]),
    patchUser((ground) => [{ op: 'replace', value: { 'emails[type eq "work"].value': workEmail(ground) } }]),
    patchUser((ground) => [
      { op: 'replace', value: { emails: [{ type: 'work', value: workEmail(ground) }] } },
    ]),
    put('user', (_, ground) => ({ emails: [{ type: 'work', value: workEmail(ground) }] })),
  ],
}

/** What is left of it, without ids and times, which differ from workspace to workspace. */
async function stateOf({ place, user, group, ids }: Ground) {
  const nameOf = new Map(Object.entries(ids).map(([name, id]) => [id, name]))
  const { body: person } = await place.get(user)
  const { body: listed } = await place.get(group)
  const { members = [] } = listed
  const { active, displayName, name, userName, emails } = person
  const shown = {
    person: { active, displayName, name, userName, emails, groups: person.groups?.length ?? 0 },
    group: { name: listed.displayName, members: members.map(({ value }) => nameOf.get(value)).sort() },
    workspace: await place.look(),
  }
  return JSON.parse(JSON.stringify(shown).replaceAll(place.domain, 'here.example'))
}

/** Something must come of each of them, or all could agree by doing nothing. */
const comesOf: Record<string, (state: { workspace: Awaited<ReturnType<Provisioned['look']>> }) => unknown> = {
  'deactivate a person': ({ workspace }) => workspace.members.join() === 'bob,cyd',
  'take one person out of a group': ({ workspace }) => workspace.groups.Analysts?.join() === 'bob',
  'put one person into a group': ({ workspace }) => workspace.groups.Analysts?.join() === 'ada,bob,cyd',
  'rename a group': ({ workspace }) => workspace.groups.Scientists?.join() === 'ada,bob',
  'give a person an address at work': (state) => JSON.stringify(state).includes('work@here.example'),
}

for (const [intent, sayings] of Object.entries(intents)) {
  test(`SC-9: all ${sayings.length} ways to ${intent} lead to the same`, async () => {
    const states = await Promise.all(
      sayings.map(async (say, index) => {
        const ground = await openGround()
        const { status } = await say(ground)
        assert.ok(status === 200 || status === 204, `way ${index + 1} was answered ${status}`)
        return stateOf(ground)
      }),
    )

    assert.ok(comesOf[intent]?.(states[0]), JSON.stringify(states[0]))
    for (const [index, state] of states.entries()) assert.deepEqual(state, states[0], `way ${index + 1}`)
  })
}
