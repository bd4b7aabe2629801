import { segment } from '../contract/segment.ts'
import type { App } from '../server/caller/app.ts'
import { newId, newSecret } from '../server/platform/ids.ts'
import { type FixturePasskeys, passkeysOf } from './fixture-passkeys.ts'
import { type FixtureRequests, requestsOf } from './fixture-requests.ts'
import {
  custom,
  group,
  halfSignedIn,
  label,
  type Maker,
  pending,
  person,
  Rows,
  resources,
  type Scope,
  token,
  write,
} from './fixture-rows.ts'
import { type FixtureScim, scimOf } from './fixture-scim.ts'
import { type FixtureSso, ssoOf, throughSso } from './fixture-sso.ts'

const DAY_MS = 86_400_000
/** One more than a proof is fresh for. */
const STALE_MINUTES = 11

/** The id of a built-in role of the default catalog. */
export function roleId(name: string): string {
  const role = segment.roles.find((one) => one.name === name)
  if (!role) throw new Error(`the default catalog has no role ${name}`)
  return role.id
}

/** Everything that one endpoint's sample may name, freshly made, and a credential for every kind of caller. */
export interface Fixture {
  workspaceId: string
  slug: string
  ids: {
    member: string
    memberEmail: string
    group: string
    token: string
    tokenSecret: string
    role: string
    invite: string
    inviteEmail: string
    source: string
    space: string
    warehouse: string
    destination: string
    trackingPlan: string
    function: string
  } & FixturePasskeys &
    FixtureSso &
    FixtureScim &
    FixtureRequests
  credentials: Record<CallerKind, string | null>
}

export const callerKinds = [
  'stranger',
  'garbage token',
  'revoked token',
  'expired token',
  'no role',
  'source admin on it',
  'source admin by label',
  'source reader by group',
  'owner',
  'half signed in',
  'stale proof',
  'owner through SSO',
  'set-up link',
  'SCIM token',
  'support staff',
  'member token',
  'reader token',
  'owner token',
] as const
export type CallerKind = (typeof callerKinds)[number]

const on = (name: string, scope: Scope) => ({ roleId: roleId(name), scope })
const everything: Scope = { kind: 'all' }

/** Opens a workspace with one of everything, in one transaction: the whole-house matrix makes hundreds of them. */
export async function openFixture(app: App, now: Date): Promise<Fixture> {
  const rows = new Rows()
  const workspaceId = newId()
  const slug = `m-${newId().toLowerCase()}`
  rows.add('workspaces', { id: workspaceId, slug, name: 'Matrix', plan: 'business', created_at: now })
  const maker = { rows, workspaceId, slug, now }
  for (const value of ['dev', 'prod']) label(maker, 'environment', value)
  label(maker, 'brand', 'acme')
  const things = resources(maker)
  const { member, owner, sessions } = people(maker, things.source)
  const spare = token(maker, 'spare')
  const sso = ssoOf(maker, owner.id)
  const scim = scimOf(maker, owner.id)
  const requests = requestsOf(maker, { id: owner.id, name: 'Olivia Owner' })
  const admitted = person(maker, 'Sol Sso', on('Workspace Owner', everything))
  const ids = {
    ...things,
    ...pending(maker, owner.id),
    ...passkeysOf(maker, app, owner.id),
    ...sso.names,
    ...scim.names,
    ...requests.names,
    member: member.id,
    memberEmail: member.email,
    group: group(maker, 'Empty'),
    role: custom(maker),
    token: spare.id,
    tokenSecret: spare.secret,
  }
  const credentials = {
    ...sessions,
    ...tokens(maker),
    'owner through SSO': throughSso(maker, sso.active, admitted.session),
    'set-up link': sso.secret,
    'SCIM token': scim.secret,
    'support staff': requests.secret,
  }
  await write(app, rows)
  return { workspaceId, slug, ids, credentials }
}

/** Members of every kind, signed in; a second owner, so that the first one may leave. */
function people(maker: Maker, source: string) {
  const { rows, workspaceId, now } = maker
  const member = person(maker, 'Mira Member')
  const owner = person(maker, 'Olivia Owner', on('Workspace Owner', everything))
  person(maker, 'Otto Owner', on('Workspace Owner', everything))
  const onIt = on('Source Admin', { kind: 'list', type: 'source', resource_id: source })
  const byGroup = person(maker, 'Gus Group')
  const readers = group(maker, 'Readers', on('Source Read-only', everything))
  const joined = { workspace_id: workspaceId, group_id: readers, principal_id: byGroup.id, created_at: now }
  rows.add('group_members', joined)
  const sessions = {
    'no role': member.session,
    'source admin on it': person(maker, 'Ida Id', onIt).session,
    'source admin by label': person(maker, 'Lea Label', on('Source Admin', { kind: 'label' })).session,
    'source reader by group': byGroup.session,
    owner: owner.session,
    'half signed in': halfSignedIn(maker, 'Hal Half', on('Workspace Owner', everything)),
    'stale proof': person(maker, 'Stella Stale', on('Workspace Owner', everything), STALE_MINUTES).session,
  }
  return { member, owner, sessions }
}

function tokens(maker: Maker) {
  const yesterday = new Date(maker.now.getTime() - DAY_MS)
  const owner = on('Workspace Owner', everything)
  return {
    stranger: null,
    'garbage token': 'cvt_garbage',
    'revoked token': newSecret('cvt_'),
    'expired token': token(maker, 'expired', owner, yesterday).secret,
    'member token': token(maker, 'member', on('Workspace Member', everything)).secret,
    'reader token': token(maker, 'reader', on('Source Read-only', everything)).secret,
    'owner token': token(maker, 'owner', owner).secret,
  }
}
