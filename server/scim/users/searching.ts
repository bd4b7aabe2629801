import { type RawBuilder, sql } from 'kysely'
import { keyOf } from '../../platform/names.ts'
import {
  type Condition,
  column,
  conditionOf,
  inProfile,
  inRows,
  isExact,
  lacking,
  mayLack,
  notSearched,
  type Place,
  type Places,
  type Profile,
  someInProfile,
  someRow,
  yes,
} from '../filtering.ts'
import { named } from '../protocol/attributes.ts'
import type { Filter } from '../protocol/filter.ts'
import type { AttributePath } from '../protocol/paths.ts'
import { attributeOf, coreOf } from '../protocol/schemas.ts'

type Part = RawBuilder<unknown>

/** Whose people, and the address of SCIM itself. */
interface About {
  workspaceId: string
  base: string
}

/** Where the attributes of people are, in one of the two kinds of rows that they come from. */
interface People {
  id: Part
  userName: Part
  userNameKey: Part
  externalId: Part | null
  active: Part
  created: Part
  modified: Part
  profile: Profile
  principal: Part
}

const parts = (name: Part, email: Part) => sql`jsonb_strip_nulls(jsonb_build_object('displayName', ${name},
  'name', jsonb_build_object('formatted', ${name},
    'givenName', substring(${name} from '^(.*) [^ ]+$'), 'familyName', substring(${name} from ' ([^ ]+)$')),
  'emails', jsonb_build_array(jsonb_build_object('value', ${email}, 'type', 'work', 'primary', true))))`

/** What is shown of a member of whom the provider has said nothing: what the account says. `u` is the account. */
export const accountProfile: Profile = {
  said: parts(sql`u.name`, sql`u.email`),
  key: parts(sql`u.name_key`, sql`u.email_key`),
}

/** Whom SCIM knows: `s` is their row. */
const known: People = {
  id: sql`s.id`,
  userName: sql`s.user_name`,
  userNameKey: sql`s.user_name_key`,
  externalId: sql`s.external_id`,
  active: sql`(s.principal_id is not null)`,
  created: sql`s.created_at`,
  modified: sql`s.updated_at`,
  profile: { said: sql`s.profile`, key: sql`s.profile_key` },
  principal: sql`s.principal_id`,
}

/** Members whom it does not know yet: `m` is the membership, `u` the account. */
const others: People = {
  id: sql`m.user_id`,
  userName: sql`u.email`,
  userNameKey: sql`u.email_key`,
  externalId: null,
  active: sql`true`,
  created: sql`m.created_at`,
  modified: sql`m.created_at`,
  profile: accountProfile,
  principal: sql`m.user_id`,
}

/** A filter of people as conditions over rows of SCIM (`s`), and over members without one (`m` and `u`). Raises `scim-invalid`. */
export function conditionsOf(filter: Filter | null, about: About) {
  const of = (people: People) => (filter ? conditionOf(filter, placesOf(people, about)) : yes)
  return { known: of(known), others: of(others), isAll: filter === null }
}

function placesOf(people: People, about: About): Places {
  return {
    at: (path) => placeOf(people, about, path),
    some: (path, where) => {
      if (path.urn === null && path.name === 'groups') return someRow(...groupsOf(people, about), where)
      const subs = attributeOf('User', path.urn, path.name)?.subs
      if (!subs) throw notSearched(path.name)
      return someInProfile(people.profile, path, (part) => isExact(subs, part), where)
    },
  }
}

function placeOf(people: People, about: About, path: AttributePath): Place {
  const { urn, name, sub } = path
  const own = urn === null ? ownPlaces(people, about)[sub === null ? name : `${name}.${sub}`] : undefined
  if (own) return own
  if (urn === null && name === 'groups') return inRows(...groupsOf(people, about), sub ?? 'value')
  const attribute = attributeOf('User', urn, name)
  if (!attribute || name === 'meta') throw notSearched(name)
  const exact = sub === null ? attribute.caseExact : named(attribute.subs, sub)?.caseExact
  return inProfile(people.profile, path, exact ?? false)
}

function ownPlaces(people: People, { base }: About): Record<string, Place | undefined> {
  const userName = {
    ...column(people.userNameKey, 'folded'),
    equals: (text: string): Condition => sql`${people.userNameKey} = ${keyOf(text)}`,
  }
  return {
    id: column(people.id),
    userName,
    externalId: people.externalId ? mayLack(people.externalId) : lacking,
    active: column(people.active, 'truth'),
    schemas: schemasOf(people),
    meta: column(people.id),
    'meta.created': column(people.created, 'moment'),
    'meta.lastModified': column(people.modified, 'moment'),
    'meta.resourceType': column(sql`'User'`),
    'meta.location': column(sql`(${`${base}/Users/`} || ${people.id})`),
  }
}

function schemasOf({ profile }: People): Place {
  const all = sql`(select ${coreOf.User.urn}::text as urn union all
    select jsonb_object_keys(${profile.said})) as schema (urn)`
  return {
    where: (test) =>
      sql`exists (select 1 from ${all} where schema.urn like 'urn:%' and ${test(sql`schema.urn`)})`,
  }
}

/** The groups that somebody is in. */
function groupsOf(
  { principal }: People,
  { workspaceId, base }: About,
): [from: Part, values: Record<string, Part>] {
  const from = sql`(select gr.id, gr.name_key from group_members gm
    join groups gr on gr.workspace_id = gm.workspace_id and gr.id = gm.group_id
    where gm.workspace_id = ${workspaceId} and gm.principal_id = ${principal}) as held`
  const values = {
    value: sql`held.id`,
    display: sql`held.name_key`,
    type: sql`'direct'`,
    $ref: sql`(${`${base}/Groups/`} || held.id)`,
  }
  return [from, values]
}
