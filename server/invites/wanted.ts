import { type Fault, Problem } from '../../contract/problems.ts'
import { knownEmails } from '../account/account.ts'
import type { Caller } from '../caller/caller.ts'
import { requireFeature } from '../caller/plan.ts'
import type { Writer } from '../db/open.ts'
import { type PermissionIn, readWanted } from '../grants/grants.ts'
import { groupsById } from '../groups/groups.ts'
import { mustBeToCome, readEnd } from '../http/moment.ts'
import { claimedEmails, isOpen } from '../members/members.ts'
import { newId } from '../platform/ids.ts'
import { keyOf, tidyName } from '../platform/names.ts'
import * as queries from './queries.ts'

export interface InviteIn {
  email: string
  permissions?: PermissionIn[]
  groupIds?: string[]
  name?: string
  endsAt?: string | null
}

/** An invite that can be made. */
export interface WantedInvite extends queries.NewInvite {
  permissions: PermissionIn[]
  groupIds: string[]
  /** Whether the address has an account already. */
  hasAccount: boolean
}

/** What people write as an address: no spaces, no lists, no comments; letters of every script. Whether it exists, the mail tells. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{C}]{1,64}@[\p{L}\p{N}]([\p{L}\p{N}\p{M}.-]*[\p{L}\p{N}\p{M}])?$/u
const ADDRESS_LENGTH_MAX = 254

/** Whether a text can be an e-mail address that somebody is invited by. */
export function isAddress(text: string): boolean {
  return text.length <= ADDRESS_LENGTH_MAX && ADDRESS.test(text) && !text.includes('..')
}

const FAULTS_MAX = 500

/**
 * Checks a list of invites against each other, the catalog, the plan and what exists. Raises `invalid-input` with every
 * fault of every invite at once; else `member-exists`, `invite-pending` or `external-id-taken`, naming every address that
 * cannot be invited; `plan-limit` and `not-allowed` as grants do. `expired` are the invites that the new ones replace.
 */
export async function readInvites(tx: Writer, caller: Caller, inputs: InviteIn[]) {
  const faults = [
    ...addressFaults(inputs),
    ...endFaults(caller, inputs),
    ...(await permissionFaults(tx, caller, inputs)),
    ...(await groupFaults(
      tx,
      caller,
      inputs.map(({ groupIds = [] }, index) => ({ groupIds, field: `invites[${index}].` })),
    )),
  ]
  if (faults.length > 0)
    throw new Problem('invalid-input', { ...faults[0], faults: faults.slice(0, FAULTS_MAX) })

  const expired = await refuseTaken(tx, caller, inputs)
  const known = await knownEmails(
    tx,
    inputs.map((input) => input.email),
  )
  const invites = inputs.map(({ email, permissions = [], groupIds = [], name, endsAt }): WantedInvite => {
    const emailKey = keyOf(email)
    const named = { email, emailKey, name: name === undefined ? null : tidyName(name) }
    const until = { endsAt: readEnd(endsAt, 'endsAt') ?? null }
    const gives = { permissions, groupIds: [...new Set(groupIds)] }
    return { id: newId(), ...named, ...gives, ...until, hasAccount: known.has(emailKey) }
  })
  return { invites, expired }
}

/** What is wrong with lists of group ids; each fault's field begins with the list's own. Raises `plan-limit` where the plan has no groups. */
export async function groupFaults(
  tx: Writer,
  caller: Caller,
  lists: { groupIds: string[]; field: string }[],
): Promise<Fault[]> {
  const ids = lists.flatMap((list) => list.groupIds)
  if (ids.length === 0) return []
  requireFeature(caller, 'user-groups')
  const groups = await groupsById(tx, caller, ids)
  return lists.flatMap(({ groupIds, field }) =>
    groupIds.flatMap((id, index) =>
      groups.has(id) ? [] : [fault(`${field}groupIds[${index}]`, 'names no group of this workspace')],
    ),
  )
}

function addressFaults(inputs: InviteIn[]): Fault[] {
  const firsts = new Map<string, number>()
  return inputs.flatMap(({ email }, index) => {
    const field = `invites[${index}].email`
    if (!isAddress(email)) return [fault(field, 'is not an e-mail address')]
    const first = firsts.get(keyOf(email))
    if (first !== undefined) return [fault(field, `is the same address as "invites[${first}].email"`)]
    firsts.set(keyOf(email), index)
    return []
  })
}

function endFaults({ now }: Caller, inputs: InviteIn[]): Fault[] {
  return inputs.flatMap(({ endsAt }, index) => {
    const field = `invites[${index}].endsAt`
    try {
      mustBeToCome(readEnd(endsAt, field), field, now)
      return []
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return [{ field, message: error.message }]
    }
  })
}

/** Many invites mostly give the same: each different list of permissions is checked once. */
async function permissionFaults(tx: Writer, caller: Caller, inputs: InviteIn[]): Promise<Fault[]> {
  const known = new Map<string, Fault[]>()
  const faults: Fault[] = []
  for (const [index, { permissions = [] }] of inputs.entries()) {
    const key = JSON.stringify(permissions)
    const found = known.get(key) ?? (await faultsIn(tx, caller, permissions, `invites[${index}].permissions`))
    known.set(key, found)
    faults.push(...found.map((one) => within(`invites[${index}].`, one)))
  }
  return faults
}

async function faultsIn(
  tx: Writer,
  caller: Caller,
  permissions: PermissionIn[],
  field: string,
): Promise<Fault[]> {
  try {
    await readWanted(tx, caller, permissions)
    return []
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.code !== 'invalid-input') throw new Problem(error.code, { ...error.details, field })
    return error.details.faults ?? []
  }
}

/** `permissions.0.roleId` of one invite is `invites[3].permissions[0].roleId` of the request. */
function within(prefix: string, { field, message }: Fault): Fault {
  const whole = prefix + field.replace(/\.(\d+)(?=\.|$)/g, '[$1]')
  return { field: whole, message: message.replace(`"${field}"`, `"${whole}"`) }
}

/** Refuses addresses that are taken; answers the expired invites among those that are there. */
async function refuseTaken(tx: Writer, caller: Caller, inputs: InviteIn[]) {
  const emails = inputs.map((input) => input.email)
  const present = await queries.listByEmails(tx, caller.workspaceId, emails.map(keyOf))
  const pending = new Set(present.filter((one) => isOpen(one, caller.now)).map((one) => one.emailKey))
  const claimed = await claimedEmails(tx, caller, emails)
  const conflicts = emails.flatMap((email, index) => {
    const invited: Taken | undefined = pending.has(keyOf(email)) ? 'invite-pending' : undefined
    const code = claimed.get(keyOf(email)) ?? invited
    return code ? [{ code, ...fault(`invites[${index}].email`, `${takenBecause[code]}: ${email}`) }] : []
  })
  const [first] = conflicts
  if (first) {
    const faults = conflicts.map(({ field, message }) => ({ field, message }))
    throw new Problem(first.code, { field: first.field, message: first.message, faults })
  }
  return present
}

const takenBecause = {
  'member-exists': 'is a member already',
  'invite-pending': 'is invited already',
  'external-id-taken': 'is what applications call another member',
}
type Taken = keyof typeof takenBecause

function fault(field: string, what: string): Fault {
  return { field, message: `"${field}" ${what}` }
}
