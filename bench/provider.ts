import { openRandom } from './random.ts'

const CORE = 'urn:ietf:params:scim:schemas:core:2.0'
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
/** As many as a provider says in one request about a group. */
const MEMBERS_AT_ONCE = 100
const PAGE = 200
/** One in so many is changed after it was made, and one in so many is posted by two clients at the same moment. */
const PATCHED = 10
const TWICE = 50
/** The name of the database that is pushed to. */
export const pushedTo = 'pushed'

const LARGEST = 0.5
const SMALLEST = 10
const USUAL = 40

/** What is pushed: people by the local part of their address, and groups of some of them by place. */
export interface Push {
  people: string[]
  groups: { name: string; members: number[] }[]
}

/** Plans a push: one group of half of the people, one of ten, all others of forty; the last person is in none. Every time the same. */
export function planPush(people: number, groups: number): Push {
  const random = openRandom(20_261_121)
  const sizes = [Math.floor(people * LARGEST), SMALLEST]
  return {
    people: Array.from({ length: people }, (_, place) => `person-${place}`),
    groups: Array.from({ length: groups }, (_, place) => {
      const size = Math.min(people, sizes[place] ?? USUAL)
      if (size > USUAL)
        return { name: `Group ${place}`, members: Array.from({ length: size }, (_, at) => at) }
      const members = new Set<number>()
      while (members.size < size) members.add(random.below(people - 1))
      return { name: `Group ${place}`, members: [...members] }
    }),
  }
}

/** Where a provider pushes to. */
export interface Target {
  url: string
  token: string
}

interface Answer {
  status: number
  body: { id: string; totalResults: number; Resources: Listed[]; members?: { value: string }[] }
}

interface Listed {
  id: string
  userName: string
}

/** One request of a provider. */
export async function send(
  { url, token }: Target,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const response = await fetch(`${url}/scim/v2${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  // The server is ours, and what is read of its answers is looked at in the end.
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
}

/** The address of a person who is pushed. */
export function userNameOf(person: string): string {
  return `${person}@pushed.example`
}

/** A search for one person, as providers make it before they add somebody. */
export function lookUp(person: string): string {
  return `/Users?filter=${encodeURIComponent(`userName eq "${userNameOf(person)}"`)}`
}

/** The body of a PATCH. */
export function patchOf(...operations: object[]): object {
  return { schemas: [PATCH], Operations: operations }
}

/** What was pushed is called by the server, and how long single requests took, in milliseconds. */
export interface Pushed {
  people: string[]
  groups: string[]
  creates: number[]
  patches: number[]
}

/** Pushes everything, by so many clients at once. `onTenth` is waited for when a tenth of the people are there. */
export async function push(
  target: Target,
  plan: Push,
  clients: number,
  onTenth: () => Promise<void> = async () => {},
): Promise<Pushed> {
  const pushed: Pushed = { people: [], groups: [], creates: [], patches: [] }
  const tenth = Math.ceil(plan.people.length / 10)
  const add = (place: number) => addPerson(target, plan, pushed, place)
  await inParallel(clients, range(0, tenth), add)
  await onTenth()
  await inParallel(clients, range(tenth, plan.people.length), add)
  await inParallel(clients, range(0, plan.groups.length), (place) => addGroup(target, plan, pushed, place))
  return pushed
}

async function addPerson(target: Target, { people }: Push, pushed: Pushed, place: number) {
  const person = people[place] ?? ''
  must(await send(target, 'GET', lookUp(person)), 200)
  const names = { givenName: 'Person', familyName: String(place) }
  const about = { name: names, displayName: `Person ${place}`, externalId: `e-${place}`, active: true }
  const emails = [{ type: 'work', value: userNameOf(person), primary: true }]
  const body = { schemas: [`${CORE}:User`], userName: userNameOf(person), ...about, emails }
  const post = () => timed(pushed.creates, () => send(target, 'POST', '/Users', body))
  const answers = await Promise.all(place % TWICE === 0 ? [post(), post()] : [post()])
  const [made, ...again] = answers.toSorted((one, other) => one.status - other.status)
  if (made) pushed.people[place] = must(made, 201).id
  for (const answer of again) must(answer, 409)
  if (place % PATCHED !== 0) return
  const rename = patchOf({ op: 'replace', value: { displayName: `Person ${place}, renamed` } })
  const path = `/Users/${pushed.people[place]}`
  must(await timed(pushed.patches, () => send(target, 'PATCH', path, rename)), 200)
}

/** Makes a group, fills it by parts, and at last moves one person out and in again, each in a request of its own. */
async function addGroup(target: Target, { groups }: Push, pushed: Pushed, place: number) {
  const { name = '', members = [] } = groups[place] ?? {}
  const values = members.map((at) => ({ value: pushed.people[at] }))
  const first = values.slice(0, MEMBERS_AT_ONCE)
  const body = { schemas: [`${CORE}:Group`], displayName: name, members: first }
  const id = must(await send(target, 'POST', '/Groups', body), 201).id
  pushed.groups[place] = id
  for (let start = MEMBERS_AT_ONCE; start < values.length; start += MEMBERS_AT_ONCE) {
    const value = values.slice(start, start + MEMBERS_AT_ONCE)
    must(await send(target, 'PATCH', `/Groups/${id}`, patchOf({ op: 'add', path: 'members', value })), 204)
  }
  const [{ value } = { value: '' }] = values
  for (const operation of [takeOut(value ?? ''), putIn(value ?? '')]) {
    const answer = timed(pushed.patches, () => send(target, 'PATCH', `/Groups/${id}`, patchOf(operation)))
    must(await answer, 204)
  }
}

/** The operation that puts one person into a group. */
export function putIn(value: string): object {
  return { op: 'add', path: 'members', value: [{ value }] }
}

/** The operation that takes one person out of a group. */
export function takeOut(value: string): object {
  return { op: 'remove', path: `members[value eq "${value}"]` }
}

/** What is lost, doubled or another than was pushed: nothing, if all is well. */
export async function compare(target: Target, plan: Push, pushed: Pushed): Promise<string[]> {
  const listed = (await listPeople(target)).filter(({ userName }) => userName.endsWith('@pushed.example'))
  const people = plan.people.map((person, place) => `${pushed.people[place]} ${userNameOf(person)}`)
  const faults = differing(
    people,
    listed.map(({ id, userName }) => `${id} ${userName}`),
  )
  for (const [place, { name, members }] of plan.groups.entries()) {
    const { body } = await send(target, 'GET', `/Groups/${pushed.groups[place]}`)
    const found = (body.members ?? []).map(({ value }) => value)
    const wanted = members.map((at) => pushed.people[at] ?? '')
    faults.push(...differing(wanted, found).map((fault) => `${name}: ${fault}`))
  }
  const { body } = await send(target, 'GET', '/Groups?count=0')
  if (body.totalResults !== plan.groups.length) faults.push(`${body.totalResults} groups`)
  return faults
}

async function listPeople(target: Target): Promise<Listed[]> {
  const all: Listed[] = []
  for (;;) {
    const { body } = await send(target, 'GET', `/Users?startIndex=${all.length + 1}&count=${PAGE}`)
    all.push(...body.Resources)
    if (body.Resources.length === 0 || all.length >= body.totalResults) return all
  }
}

/** What is in one list and not in the other, and what is in the second one twice. */
export function differing(wanted: string[], found: string[]): string[] {
  const [all, there, seen] = [new Set(wanted), new Set(found), new Set<string>()]
  return [
    ...wanted.filter((one) => !there.has(one)).map((one) => `${one} is lost`),
    ...[...there].filter((one) => !all.has(one)).map((one) => `${one} was never pushed`),
    ...found.filter((one) => seen.size === seen.add(one).size).map((one) => `${one} is doubled`),
  ]
}

/** Does `work` for each place, so many at once. */
async function inParallel(clients: number, places: number[], work: (place: number) => Promise<void>) {
  const waiting = places.values()
  const client = async () => {
    for (const place of waiting) await work(place)
  }
  await Promise.all(Array.from({ length: clients }, client))
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, place) => from + place)
}

async function timed<Value>(into: number[], work: () => Promise<Value>): Promise<Value> {
  const start = performance.now()
  const value = await work()
  into.push(performance.now() - start)
  return value
}

/** The body of an answer that must have this status. */
function must({ status, body }: Answer, wanted: number): Answer['body'] {
  if (status === wanted) return body
  throw new Error(`A provider was answered ${status}, not ${wanted}: ${JSON.stringify(body).slice(0, 300)}`)
}
