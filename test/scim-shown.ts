import { ENTERPRISE, type Look, type Provisioned } from './scim-client.ts'
import { type Model, type Person, type Said, userNameOf } from './scim-model.ts'

/** What a list of everybody says, in the words of the model. */
export async function shownPeople(place: Provisioned) {
  const { body } = await place.get('/Users', { count: '200' })
  const others = body.Resources.filter(({ userName }) => userName !== place.ownerPerson.email)
  return others
    .map(({ id, userName, active, displayName, title, externalId, name, emails, [ENTERPRISE]: more }) => ({
      ...{ id, userName, active },
      said: defined({
        ...{ displayName, title: title as string | undefined, externalId },
        ...{ givenName: name?.givenName, familyName: name?.familyName },
        department: (more as { department?: string } | undefined)?.department,
        work: emails?.find(({ type }) => type === 'work')?.value,
      }),
    }))
    .sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** The same as the model has it. */
export function expectedPeople(place: Provisioned, { people: known }: Model) {
  return known
    .map(({ id, local, active, said: all }) => ({
      ...{ id, userName: userNameOf(place, local), active },
      said: defined(all),
    }))
    .sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** Only what is there, in one order. */
function defined(all: { [Name in keyof Said]: Said[Name] | undefined }): Said {
  const there = Object.entries(all).filter(([, value]) => value !== undefined)
  return Object.fromEntries(there.sort())
}

/** Groups as the list shows them. */
export async function shownGroups(place: Provisioned) {
  const { body } = await place.get('/Groups', { count: '200' })
  return body.Resources.map(({ id, displayName: name, members = [] }) => ({
    ...{ id, name },
    members: members.map(({ value }) => value).sort(),
  })).sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** The same as the model has them. */
export function expectedGroups({ groups: known }: Model) {
  return known
    .map(({ id, name, members }) => ({ ...{ id, name }, members: [...members].sort() }))
    .sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** What the console has to show of it. */
export function expectedLook({ people: known, groups: all }: Model): Look {
  const here = known.filter(({ active }) => active)
  const localsOf = (some: Person[]) => some.map(({ local }) => local).sort()
  const filled = all.map(({ name, members }): [string, string[]] => [
    name,
    localsOf(here.filter(({ id }) => members.has(id))),
  ])
  return {
    members: localsOf(here.filter(({ isAsked }) => !isAsked)),
    invited: localsOf(here.filter(({ isAsked }) => isAsked)),
    groups: Object.fromEntries(filled.sort()),
  }
}
