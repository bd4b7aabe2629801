import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { change, changed, unchanged } from '../caller/change.ts'
import { requireFeature } from '../caller/plan.ts'
import type { Reader } from '../db/open.ts'
import * as queries from './queries.ts'

const EXEMPTIONS_MAX = 1_000

/** What requiring single sign-on means in this workspace: how many members have used it, and who would be shut out. */
export async function overview({ db, workspaceId, session }: Caller) {
  const counts = await queries.countMembers(db, workspaceId)
  return { throughSso: Boolean(session?.sso), ...counts }
}

/** The members who may enter without single sign-on, by name: a thousand at most. */
export async function listExemptions({ db, workspaceId }: Caller) {
  return (await queries.listExempt(db, workspaceId, EXEMPTIONS_MAX)).map(shown)
}

/** Lets a member enter without single sign-on. Raises `not-found`, `plan-limit`. */
export function exempt(caller: Caller, userId: string) {
  return change(caller, async (tx) => {
    requireFeature(caller, 'sso')
    const member = await find(tx, caller, userId)
    if (member.isExempt) return unchanged(shown(member))

    await queries.setExempt(tx, caller.workspaceId, userId, true)
    return changed(shown(member), { type: 'SSO Exemption Added', ...about(member) })
  })
}

/** Asks a member for single sign-on like everybody, from their next request on. Raises `not-found`. */
export function endExemption(caller: Caller, userId: string) {
  return change(caller, async (tx) => {
    const member = await find(tx, caller, userId)
    if (!member.isExempt) return unchanged(undefined)

    await queries.setExempt(tx, caller.workspaceId, userId, false)
    return changed(undefined, { type: 'SSO Exemption Removed', ...about(member) })
  })
}

type Member = NonNullable<Awaited<ReturnType<typeof queries.findMember>>>

async function find(db: Reader, { workspaceId }: Caller, userId: string): Promise<Member> {
  const member = await queries.findMember(db, workspaceId, userId)
  if (!member) throw new Problem('not-found')
  return member
}

function shown({ id, name, email }: Member) {
  return { userId: id, name, email }
}

function about({ id, name, email }: Member) {
  return { resourceId: id, resourceName: name, detail: { email } }
}
