import { type Fault, Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import type { Writer } from '../db/open.ts'
import { askBeforeJoining, keepAnOwner, mailIfOwner, withMail } from '../grants/grants.ts'
import { keyOf } from '../platform/names.ts'
import * as queries from './queries.ts'
import * as subjects from './subjects/queries.ts'

/** A member or an invite, as groups and their events name it. */
export interface Subject {
  id: string
  kind: 'user' | 'invite'
  email: string
  name: string
}

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
 * Step: some members or invites come into a group, who were not in it, and others go, who were, whoever put them in. Raises
 * `last-owner`, and `step-up-required` where the group owns the workspace. That the plan has groups is the caller's to ask, and so is
 * whether the identity provider manages the group.
 */
export async function fill(
  tx: Writer,
  caller: Caller,
  group: { id: string; name: string },
  { come, gone, by = 'hand' }: { come: Subject[]; gone: Subject[]; by?: subjects.Giver },
): Promise<Happened[]> {
  const { workspaceId, now } = caller
  const idsOf = (subjects: Subject[]) => subjects.map((one) => one.id)
  const isOwning = come.length > 0 && (await askBeforeJoining(tx, caller, group.id))
  if (come.length > 0) {
    await subjects.insertSubjects(tx, workspaceId, group.id, { ids: idsOf(come), by, createdAt: now })
  }
  if (gone.length > 0) {
    await subjects.deleteSubjects(tx, workspaceId, group.id, idsOf(gone))
    await keepAnOwner(tx, caller)
  }
  return told(tx, caller, group, { come, gone, isOwning })
}

/** Step: notes of members and invites who are in a group already that this one gives it to them too. Nobody's access is changed by it. */
export async function giveToo(
  tx: Writer,
  { workspaceId, now }: Caller,
  groupId: string,
  { ids, by }: { ids: string[]; by: subjects.Giver },
) {
  if (ids.length > 0) await subjects.insertSubjects(tx, workspaceId, groupId, { ids, by, createdAt: now })
}

/**
 * Step: the identity provider puts members and invites into a group, and takes others back: of these, who is in it by hand or by
 * single sign-on too stays. Reads and writes these alone, however many are in the group. Raises as `fill`.
 */
export async function fillByProvider(
  tx: Writer,
  caller: Caller,
  group: { id: string; name: string },
  { come, gone }: { come: Subject[]; gone: Subject[] },
): Promise<Happened[]> {
  const { workspaceId, now } = caller
  const idsOf = (subjects: Subject[]) => subjects.map((one) => one.id)
  const out =
    gone.length > 0 ? await subjects.takeBack(tx, workspaceId, group.id, idsOf(gone)) : new Set<string>()
  const left = gone.filter((one) => out.has(one.id))
  const given = { ids: idsOf(come), by: 'scim' as const, createdAt: now }
  const present =
    come.length > 0 ? await subjects.insertSubjects(tx, workspaceId, group.id, given) : new Set<string>()
  const fresh = come.filter((one) => !present.has(one.id))
  const isOwning = fresh.length > 0 && (await askBeforeJoining(tx, caller, group.id))
  // Only now: whoever comes may be the owner that is left.
  if (left.length > 0) await keepAnOwner(tx, caller)
  const parted = await told(tx, caller, group, { come: [], gone: left, isOwning })
  return [...parted, ...(await told(tx, caller, group, { come: fresh, gone: [], isOwning }))]
}

async function told(
  tx: Writer,
  caller: Caller,
  group: { id: string; name: string },
  { come, gone, isOwning }: { come: Subject[]; gone: Subject[]; isOwning: boolean },
): Promise<Happened[]> {
  const newOwners = come.filter((one) => one.kind === 'user').map((one) => one.name)
  const mail = isOwning ? await mailIfOwner(tx, caller, group.id, newOwners) : []
  return withMail(
    [
      ...tell(group, come, 'Subjects Added to Group', 'User Added To User Group'),
      ...tell(group, gone, 'Group Memberships Deleted', 'User Removed From User Group'),
    ],
    mail,
  )
}

function tell(
  group: { id: string; name: string },
  subjects: Subject[],
  forGroup: 'Subjects Added to Group' | 'Group Memberships Deleted',
  forUser: 'User Added To User Group' | 'User Removed From User Group',
): Happened[] {
  if (subjects.length === 0) return []
  const users = subjects.filter((one) => one.kind === 'user')
  const detail = { emails: subjects.map((one) => one.email) }
  return [
    {
      type: forGroup,
      resourceId: group.id,
      resourceName: group.name,
      detail,
      touches: {},
    },
    ...users.map((user): Happened => {
      const about = { groupId: group.id, groupName: group.name }
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
