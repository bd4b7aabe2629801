import { roleByName } from '../../contract/complete.ts'
import { addAccount } from '../account/account.ts'
import type { App } from '../caller/app.ts'
import type { Caller } from '../caller/caller.ts'
import { change, type Happened, outcome } from '../caller/change.ts'
import { actAsOnlyOwner } from '../caller/system.ts'
import { giveGrants, type PermissionIn } from '../grants/grants.ts'
import { addToGroup, createGroup } from '../groups/groups.ts'
import { createInvites } from '../invites/invites.ts'
import { createLabel } from '../labels/labels.ts'
import { addMember } from '../members/members.ts'
import { newId } from '../platform/ids.ts'
import { writeResources } from '../resources/resources.ts'
import { addToken } from '../tokens/tokens.ts'
import * as acme from './acme.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** Who owns the workspace, and what it is called. */
export interface Filling {
  workspace: { id: string; slug: string; name: string; plan: string }
  owner: { id: string; name: string; email: string }
}

/** How long ago things happened, so that the audit trail reads like one. */
export const openedDaysAgo = 90
const [resourcesDaysAgo, groupsDaysAgo, membersDaysAgo, tokensDaysAgo] = [89, 85, 80, 45]

/**
 * Fills the demo workspace as its owner would, through the same operations, in the order of the days on which they seem to
 * have happened. Not to be done twice.
 */
export async function fill(app: App, filling: Filling) {
  await addRegistry(onDay(app, filling, resourcesDaysAgo))
  const groupIds = await addGroups(onDay(app, filling, groupsDaysAgo))
  await addMembers(onDay(app, filling, membersDaysAgo))
  await joinGroups(onDay(app, filling, membersDaysAgo), groupIds)
  await addTokens(onDay(app, filling, tokensDaysAgo))
  await invite(onDay(app, filling, app.config.inviteDays - 1), groupIds, 'expires tomorrow')
  await invite(onDay(app, filling, 0), groupIds, 'lately')
}

/** The demo's own moment so many days ago; never in the future. */
export function daysAgo(app: App, days: number): Date {
  return new Date(app.clock.now().getTime() - days * DAY_MS)
}

function onDay(app: App, { workspace, owner }: Filling, days: number): Caller {
  const acting = { app, now: daysAgo(app, days), requestId: newId(), ip: null, idempotency: null }
  return actAsOnlyOwner(acting, owner, workspace)
}

/** Lists are in the order in which things were made, so no two are of one moment. */
function later(caller: Caller, minutes: number): Caller {
  return { ...caller, now: new Date(caller.now.getTime() + minutes * MINUTE_MS) }
}

async function addRegistry(caller: Caller) {
  for (const [key, value, description] of acme.labels) await createLabel(caller, { key, value, description })
  const upserts = acme.resources.map(({ labels = [], ...resource }) => ({
    ...resource,
    labels: labels.map(labelOf),
  }))
  await writeResources(caller, { upserts })
}

async function addGroups(caller: Caller): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const [index, { name }] of acme.groups.entries()) {
    ids.set(name, (await createGroup(later(caller, index), { name })).id)
  }
  await change(caller, async (tx) => {
    const happened: Happened[] = []
    for (const { name, roles } of acme.groups) {
      const holder = { kind: 'group' as const, id: ids.get(name) ?? '' }
      happened.push(...(await giveGrants(tx, caller, { holder, name }, permissions(caller, roles))))
    }
    return outcome(undefined, happened)
  })
  return ids
}

async function addMembers(caller: Caller) {
  await change(caller, async (tx) => {
    const happened: Happened[] = []
    for (const [index, { name, at, roles = [] }] of acme.members.entries()) {
      const account = await addAccount(tx, caller.now, { name, email: emailOf(at), passwordHash: null })
      happened.push(await addMember(tx, later(caller, index), account))
      const holder = { kind: 'user' as const, id: account.id }
      happened.push(...(await giveGrants(tx, caller, { holder, name }, permissions(caller, roles))))
    }
    return outcome(undefined, happened)
  })
}

async function joinGroups(caller: Caller, groupIds: Map<string, string>) {
  for (const [name, id] of groupIds) {
    const inside = acme.members.filter((member) => member.groups?.includes(name))
    await addToGroup(caller, id, { emails: inside.map(({ at }) => emailOf(at)) })
  }
}

async function addTokens(caller: Caller) {
  await change(caller, async (tx) => {
    const happened: Happened[] = []
    for (const { description, roles, endsInDays } of acme.tokens) {
      const expiresAt = endsInDays === undefined ? null : daysAgo(caller.app, -endsInDays)
      const token = { description, expiresAt, permissions: permissions(caller, roles) }
      happened.push(...(await addToken(tx, later(caller, happened.length), token)).happened)
    }
    return outcome(undefined, happened)
  })
}

function invite(caller: Caller, groupIds: Map<string, string>, sent: (typeof acme.invites)[number]['sent']) {
  const wanted = acme.invites.filter((one) => one.sent === sent)
  const inputs = wanted.map(({ email, name, groups, roles }) => {
    const ids = groups.map((group) => groupIds.get(group) ?? '')
    return { email, name, groupIds: ids, permissions: permissions(caller, roles) }
  })
  return createInvites(caller, inputs)
}

function emailOf(at: string): string {
  return `${at}@acme.example`
}

function labelOf(text: string) {
  const [key = '', value = ''] = text.split(':')
  return { key, value }
}

function permissions(caller: Caller, roles: acme.Roles): PermissionIn[] {
  return roles.map(([role, on]) => ({ roleId: roleId(caller, role), resources: resourcesOf(caller, on) }))
}

function roleId({ app }: Caller, name: string): string {
  const role = roleByName(app.catalog, name)
  if (!role) throw new Error(`the demo names a role that the catalog lacks: ${name}`)
  return role.id
}

function resourcesOf({ workspaceId }: Caller, on: acme.On) {
  if (on === 'everything') return [{ id: workspaceId, type: 'WORKSPACE', labels: [] }]
  if ('labels' in on) return [{ id: workspaceId, type: 'WORKSPACE', labels: on.labels.map(labelOf) }]
  return on.resources.map((text) => {
    const [type = '', id = ''] = text.split(':')
    return { type, id }
  })
}
