import { type Fault, Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import type { Writer } from '../db/open.ts'
import { askBeforeJoining, keepAnOwner, mailIfOwner, withMail } from '../grants/grants.ts'
import { endShown } from '../http/moment.ts'
import { keyOf } from '../platform/names.ts'
import { type Subject, tellEnds } from './lasting.ts'
import * as queries from './queries.ts'
import * as subjects from './subjects/queries.ts'

/** The members and pending invites with these addresses. Raises `invalid-input` for each address that is neither. */
export async function findSubjects(tx: Writer, caller: Caller, emails: string[]): Promise<Subject[]> {
  const found = await queries.findByEmail(tx, caller.workspaceId, emails.map(keyOf))
  const byKey = new Map(found.map((one) => [one.emailKey, one]))
  const faults: Fault[] = emails.flatMap((email, index) => {
    const field = `emails[${index}]`
    return byKey.has(keyOf(email))
      ? []
      : [
          {
            field,
            message: `"${field}" is neither a member nor invited: ${email}`,
          },
        ]
  })
  if (faults.length > 0) throw new Problem('invalid-input', { ...faults[0], faults })
  return [...byKey.values()]
}

/**
 * Step: some members or invites come into a group, who were not in it, perhaps for a time; and others go, who were, whoever put them in.
 * Raises `last-owner`, and `step-up-required` where the group owns the workspace. That the plan has groups is the caller's to ask, and so is
 * whether the identity provider manages the group.
 */
export async function fill(
  tx: Writer,
  caller: Caller,
  group: { id: string; name: string },
  { come, gone, by = 'hand', endsAt = null }: Filling,
): Promise<Happened[]> {
  const { workspaceId, now } = caller
  const idsOf = (subjects: Subject[]) => subjects.map((one) => one.id)
  const isOwning = come.length > 0 && (await askBeforeJoining(tx, caller, group.id, endsAt))
  if (come.length > 0) {
    await subjects.insertSubjects(tx, workspaceId, group.id, { ids: idsOf(come), by, endsAt, createdAt: now })
  }
  if (gone.length > 0) {
    await subjects.deleteSubjects(tx, workspaceId, group.id, idsOf(gone))
    await keepAnOwner(tx, caller)
  }
  return told(tx, caller, group, { come, gone, endsAt, isOwning })
}

interface Filling {
  come: Subject[]
  gone: Subject[]
  by?: subjects.Giver
  /** Until when who comes is in the group, by hand. */
  endsAt?: Date | null
}

/**
 * Step: notes of members and invites who are in a group already that this one gives it to them too, without an end. What is told is of those
 * whose place ended, or would have.
 */
export async function giveToo(
  tx: Writer,
  caller: Caller,
  group: { id: string; name: string },
  { stay, by }: { stay: Subject[]; by: Exclude<subjects.Giver, 'hand'> },
): Promise<Happened[]> {
  if (stay.length === 0) return []
  const { workspaceId, now } = caller
  const ids = stay.map((one) => one.id)
  const before = await subjects.listPlaces(tx, workspaceId, group.id, ids)
  await subjects.insertSubjects(tx, workspaceId, group.id, { ids, by, createdAt: now })
  return tellEnds(tx, caller, group, { subjects: ending(stay, before), before })
}

/**
 * Step: the identity provider puts members and invites into a group, and takes others back: of these, who is in it by hand or by
 * single sign-on too stays, as long as that lasts. Reads and writes these alone, however many are in the group. Raises as `fill`.
 */
export async function fillByProvider(
  tx: Writer,
  caller: Caller,
  group: { id: string; name: string },
  { come, gone }: { come: Subject[]; gone: Subject[] },
): Promise<Happened[]> {
  const { workspaceId, now } = caller
  const ids = [...come, ...gone].map((one) => one.id)
  const before = await subjects.listPlaces(tx, workspaceId, group.id, ids)
  const out =
    gone.length > 0
      ? await subjects.takeBack(tx, workspaceId, group.id, { ids: gone.map((one) => one.id), now })
      : new Set<string>()
  const left = gone.filter((one) => out.has(one.id))
  const stay = gone.filter((one) => !out.has(one.id))
  const limited = await tellEnds(tx, caller, group, { subjects: ending(stay, before), before })
  const given = await giveToo(tx, caller, group, {
    stay: come.filter((one) => before.has(one.id)),
    by: 'scim',
  })
  const fresh = come.filter((one) => !before.has(one.id))
  const joined = await fill(tx, caller, group, { come: fresh, gone: [], by: 'scim' })
  // Only now: whoever comes may be the owner that is left.
  if (left.length + limited.length > 0) await keepAnOwner(tx, caller)
  return [
    ...(await told(tx, caller, group, { come: [], gone: left, isOwning: false })),
    ...limited,
    ...given,
    ...joined,
  ]
}

/** Those of whom it was said until when. */
function ending(some: Subject[], places: Map<string, subjects.Place>): Subject[] {
  return some.filter((one) => places.get(one.id)?.endsAt)
}

async function told(
  tx: Writer,
  caller: Caller,
  group: { id: string; name: string },
  { come, gone, endsAt = null, isOwning }: Filling & { isOwning: boolean },
): Promise<Happened[]> {
  const newOwners = come.filter((one) => one.kind === 'user').map((one) => one.name)
  const mail = isOwning ? await mailIfOwner(tx, caller, group.id, newOwners) : []
  return withMail(
    [
      ...tell(group, { subjects: come, endsAt }, 'Subjects Added to Group', 'User Added To User Group'),
      ...tell(group, { subjects: gone }, 'Group Memberships Deleted', 'User Removed From User Group'),
    ],
    mail,
  )
}

function tell(
  group: { id: string; name: string },
  { subjects, endsAt = null }: { subjects: Subject[]; endsAt?: Date | null },
  forGroup: 'Subjects Added to Group' | 'Group Memberships Deleted',
  forUser: 'User Added To User Group' | 'User Removed From User Group',
): Happened[] {
  if (subjects.length === 0) return []
  const users = subjects.filter((one) => one.kind === 'user')
  const detail = { emails: subjects.map((one) => one.email), ...endShown(endsAt) }
  return [
    {
      type: forGroup,
      resourceId: group.id,
      resourceName: group.name,
      detail,
      touches: {},
    },
    ...users.map((user): Happened => {
      const about = { groupId: group.id, groupName: group.name, ...endShown(endsAt) }
      return {
        type: forUser,
        resourceId: user.id,
        resourceName: user.name,
        detail: about,
        touches: { principals: [user.id] },
      }
    }),
  ]
}
