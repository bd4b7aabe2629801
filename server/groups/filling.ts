import { type Fault, Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import type { Writer } from '../db/open.ts'
import { askBeforeJoining, keepAnOwner, mailIfOwner, withMail } from '../grants/grants.ts'
import { keyOf } from '../platform/names.ts'
import * as queries from './queries.ts'

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
 * Step: some members or invites come into a group, who were not in it, and others go, who were. Raises `last-owner`, and
 * `step-up-required` where the group owns the workspace. That the plan has groups is the caller's to ask.
 */
export async function fill(
  tx: Writer,
  caller: Caller,
  group: { id: string; name: string },
  { come, gone }: { come: Subject[]; gone: Subject[] },
): Promise<Happened[]> {
  if (come.length > 0) await askBeforeJoining(tx, caller, group.id)
  await queries.insertSubjects(tx, caller.workspaceId, group.id, {
    ids: come.map((one) => one.id),
    createdAt: caller.now,
  })
  await queries.deleteSubjects(
    tx,
    caller.workspaceId,
    group.id,
    gone.map((one) => one.id),
  )
  if (gone.length > 0) await keepAnOwner(tx, caller)
  const newOwners = come.filter((one) => one.kind === 'user').map((one) => one.name)
  const mail = await mailIfOwner(tx, caller, group.id, newOwners)
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
