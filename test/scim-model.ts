import fc from 'fast-check'
import { ENTERPRISE, GROUP, type Provisioned, type ScimAnswer, USER } from './scim-client.ts'

/** A person as a provider may expect them: what it said last, and nothing that it did not say. */
export interface Person {
  id: string
  local: string
  active: boolean
  /** The account was there before, and nobody proved its domain: they are asked first. */
  isAsked: boolean
  said: Said
}

export interface Said {
  displayName?: string
  title?: string
  externalId?: string
  givenName?: string
  familyName?: string
  department?: string
  work?: string
}

/** What a provider has pushed, as plainly as it can be written down. */
export interface Model {
  people: Person[]
  groups: { id: string; name: string; members: Set<string> }[]
}

const text = fc.constantFrom('One', 'Two', 'zwölf', 'Ä"\\ x', '<b>')
const said: fc.Arbitrary<Said> = fc.record(
  {
    displayName: text,
    title: text,
    externalId: fc.constantFrom('e1', 'e2', 'E1'),
    givenName: text,
    familyName: text,
    department: text,
    work: fc.constantFrom('one@work.test', 'two@work.test'),
  },
  { requiredKeys: [] },
)

const kinds = [
  ...['add', 'add', 'add', 'put', 'put', 'patch', 'patch', 'patch', 'clear', 'off', 'on', 'remove'],
  ...['group', 'group', 'rename', 'join', 'join', 'join', 'part', 'part', 'replace', 'put group', 'drop'],
  ...['spoil', 'spoil group'],
] as const

/** One request of a provider. `pick` and `others` choose among whom there is; `way` among the ways to say it. */
export const request = fc.record({
  kind: fc.constantFrom(...kinds),
  pick: fc.nat(30),
  others: fc.array(fc.nat(30), { maxLength: 4 }),
  way: fc.nat(30),
  said,
})
export type RandomRequest = typeof request extends fc.Arbitrary<infer Value> ? Value : never

export const locals = ['ada', 'bob', 'cyd', 'dan', 'elsewhere', 'foreign']
const groupNames = ['Analysts', 'Builders', 'Chiefs']
const workPath = 'emails[type eq "work"].value'
const departmentPath = `${ENTERPRISE}:department`

/** What is wrong with an answer, or with what was there before a refusal and after it; null if nothing is. */
export async function obey(place: Provisioned, model: Model, wanted: RandomRequest): Promise<string | null> {
  const answer = await doers[wanted.kind]?.(place, model, wanted)
  return typeof answer === 'string' ? `${JSON.stringify(wanted)}: ${answer}` : null
}

type Doer = (place: Provisioned, model: Model, wanted: RandomRequest) => Promise<string | undefined>

const expect = ({ status, text }: ScimAnswer, ...wanted: number[]) =>
  wanted.includes(status) ? undefined : `was answered ${status} ${text}, not ${wanted.join(' or ')}`

function pickFrom<Item>(items: Item[], pick: number): Item | undefined {
  return items[pick % Math.max(1, items.length)]
}

/** The address of a person: of the workspace's domain, or of one that nobody proved. */
export function userNameOf({ domain }: Provisioned, local: string): string {
  return local === 'foreign' ? `${local}@other.${domain}` : `${local}@${domain}`
}

function bodyOf(
  place: Provisioned,
  local: string,
  { givenName, familyName, department, work, ...rest }: Said,
) {
  const name = { ...(givenName && { givenName }), ...(familyName && { familyName }) }
  return {
    schemas: [USER, ENTERPRISE],
    userName: userNameOf(place, local),
    ...rest,
    ...(Object.keys(name).length > 0 && { name }),
    ...(department && { [ENTERPRISE]: { department } }),
    ...(work && { emails: [{ type: 'work', value: work }] }),
  }
}

const people: Record<string, Doer> = {
  async add(place, { people: known }, { pick, said: first }) {
    const local = pickFrom(locals, pick) ?? ''
    const answer = await place.post('/Users', bodyOf(place, local, first))
    const present = known.find((one) => one.local === local)
    if (present?.active) return expect(answer, 409)
    if (present) {
      Object.assign(present, { active: true, said: first })
      return answer.body.id === present.id ? expect(answer, 201) : 'came back with another id'
    }
    known.push({ id: answer.body.id, local, active: true, isAsked: local === 'foreign', said: first })
    return expect(answer, 201)
  },
  async put(place, { people: known }, { pick, said: now }) {
    const person = pickFrom(known, pick)
    if (!person) return
    const body = { ...bodyOf(place, person.local, now), active: person.active }
    person.said = now
    return expect(await place.put(`/Users/${person.id}`, body), 200)
  },
  async patch(place, { people: known }, { pick, said: now, way }) {
    const person = pickFrom(known, pick)
    if (!person) return
    person.said = { ...person.said, ...now }
    const paths = patchPaths(now)
    const operations =
      way % 2 === 0
        ? paths.map(([path, value]) => ({ op: way % 3 === 0 ? 'Add' : 'replace', path, value }))
        : [{ op: way % 3 === 0 ? 'add' : 'Replace', value: Object.fromEntries(paths) }]
    if (operations.length === 0) return
    return expect(await place.patch(`/Users/${person.id}`, operations), 200)
  },
  async clear(place, { people: known }, { pick, said: some }) {
    const person = pickFrom(known, pick)
    const gone = Object.keys(some) as (keyof Said)[]
    if (!person || gone.length === 0) return
    for (const name of gone) delete person.said[name]
    const operations = patchPaths(some).map(([path]) => ({ op: 'remove', path }))
    return expect(await place.patch(`/Users/${person.id}`, operations), 200)
  },
  off: (place, model, wanted) => turn(place, model, wanted, false),
  on: (place, model, wanted) => turn(place, model, wanted, true),
  async remove(place, model, { pick }) {
    const person = pickFrom(model.people, pick)
    if (!person) return
    model.people.splice(model.people.indexOf(person), 1)
    for (const { members } of model.groups) members.delete(person.id)
    return expect(await place.delete(`/Users/${person.id}`), 204)
  },
}

function patchPaths({
  givenName,
  familyName,
  department,
  work,
  ...rest
}: Said): [path: string, value: string][] {
  return Object.entries({
    ...rest,
    ...(givenName && { 'name.givenName': givenName }),
    ...(familyName && { 'name.familyName': familyName }),
    ...(department && { [departmentPath]: department }),
    ...(work && { [workPath]: work }),
  })
}

async function turn(place: Provisioned, model: Model, { pick, way }: RandomRequest, active: boolean) {
  const person = pickFrom(model.people, pick)
  if (!person) return
  person.active = active
  const text = active ? 'True' : 'False'
  const ways = [
    { op: 'replace', value: { active } },
    { op: 'Replace', path: 'active', value: text },
  ]
  const answer = await place.patch(`/Users/${person.id}`, [pickFrom(ways, way)])
  return answer.body.active === active ? expect(answer, 200) : `active is ${answer.body.active}`
}

const groups: Record<string, Doer> = {
  async group(place, model, { pick, others }) {
    const displayName = pickFrom(groupNames, pick) ?? ''
    const chosen = choose(model, others)
    const answer = await place.post('/Groups', { schemas: [GROUP], displayName, members: valued(chosen) })
    if (model.groups.some(({ name }) => name === displayName)) return expect(answer, 409)
    model.groups.push({ id: answer.body.id, name: displayName, members: new Set(chosen) })
    return expect(answer, 201)
  },
  async rename(place, model, { pick, way }) {
    const group = pickFrom(model.groups, pick)
    if (!group) return
    const name = `Renamed ${group.id.slice(0, 6)} ${way % 2}`
    const ways = [
      { op: 'replace', value: { id: group.id, displayName: name } },
      { op: 'Replace', path: 'displayName', value: name },
    ]
    group.name = name
    return expect(await place.patch(`/Groups/${group.id}`, [pickFrom(ways, way)]), 200, 204)
  },
  async join(place, model, { pick, others, way }) {
    const chosen = choose(model, others)
    const value = valued(chosen)
    const ways = [
      { op: 'add', path: 'members', value },
      { op: 'Add', value: { members: value } },
    ]
    return within(place, model, { pick, operations: [pickFrom(ways, way)] }, (members) => [
      ...members,
      ...chosen,
    ])
  },
  async part(place, model, { pick, others, way }) {
    const chosen = choose(model, others)
    if (chosen.length === 0) return
    const byFilter = chosen.map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` }))
    const byValue = [{ op: 'Remove', path: 'members', value: valued(chosen) }]
    const operations = way % 2 === 0 ? byFilter : byValue
    return within(place, model, { pick, operations }, (members) =>
      members.filter((id) => !chosen.includes(id)),
    )
  },
  async replace(place, model, { pick, others }) {
    const chosen = choose(model, others)
    const operations = [{ op: 'replace', path: 'members', value: valued(chosen) }]
    return within(place, model, { pick, operations }, () => chosen)
  },
  async 'put group'(place, model, { pick, others }) {
    const group = pickFrom(model.groups, pick)
    if (!group) return
    const chosen = choose(model, others)
    group.members = new Set(chosen)
    const body = { schemas: [GROUP], displayName: group.name, members: valued(chosen) }
    return expect(await place.put(`/Groups/${group.id}`, body), 200)
  },
  async drop(place, model, { pick, way }) {
    const group = pickFrom(model.groups, pick)
    if (!group || way % 3 > 0) return
    model.groups.splice(model.groups.indexOf(group), 1)
    return expect(await place.delete(`/Groups/${group.id}`), 204)
  },
}

async function within(
  place: Provisioned,
  model: Model,
  { pick, operations }: { pick: number; operations: unknown[] },
  after: (members: string[]) => string[],
) {
  const group = pickFrom(model.groups, pick)
  if (!group) return
  group.members = new Set(after([...group.members]))
  return expect(await place.patch(`/Groups/${group.id}`, operations), 200, 204)
}

function choose({ people: known }: Model, others: number[]): string[] {
  return [...new Set(others.map((pick) => pickFrom(known, pick)?.id).filter((id) => id !== undefined))]
}

const valued = (ids: string[]) => ids.map((value) => ({ value }))

/** What makes a whole PATCH fail, though what comes before it could be done. */
const spoilt = [
  { op: 'remove' },
  { op: 'replace', path: 'nothing', value: 'x' },
  { op: 'move', path: 'displayName', value: 'x' },
  { op: 'replace', path: 'displayName', value: { x: 'y' } },
]

async function spoil(place: Provisioned, path: string, first: object[], way: number) {
  const before = (await place.get(path)).text
  const answer = await place.patch(path, [...first, pickFrom(spoilt, way)])
  const after = (await place.get(path)).text
  return after === before ? expect(answer, 400) : `a PATCH that failed has changed ${before} to ${after}`
}

const spoilers: Record<string, Doer> = {
  async spoil(place, { people: known }, { pick, way }) {
    const person = pickFrom(known, pick)
    const first = [
      { op: 'replace', path: 'title', value: 'Spoilt' },
      { op: 'replace', path: 'active', value: !person?.active },
      { op: 'add', path: 'emails', value: [{ type: 'home', value: 'spoilt@x.test' }] },
    ]
    return person && spoil(place, `/Users/${person.id}`, first, way)
  },
  async 'spoil group'(place, model, { pick, others, way }) {
    const group = pickFrom(model.groups, pick)
    const first = [
      { op: 'replace', path: 'members', value: valued(choose(model, others)) },
      { op: 'replace', path: 'displayName', value: 'Spoilt' },
    ]
    return group && spoil(place, `/Groups/${group.id}`, first, way)
  },
}

const doers: Record<string, Doer> = { ...people, ...groups, ...spoilers }
