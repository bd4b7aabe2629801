import { Problem } from '../../contract/problems.ts'
import type { Caller, Person } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import { changeAccount } from '../caller/change-account.ts'
import { actInAll } from '../caller/system.ts'
import type { Writer } from '../db/open.ts'
import { removeMember } from '../members/members.ts'
import { keyOf } from '../platform/names.ts'
import { mustGoOn } from '../sessions/sessions.ts'
import { aloneAmong } from './among.ts'
import * as queries from './queries.ts'

/**
 * Deletes the person's account: it leaves all its workspaces in one transaction, each with its audit event, and all that is its own goes
 * with it. `confirm` is its address, typed once more. Raises `last-owner` with every workspace that would be left without one,
 * and `invalid-input`, `not-signed-in`, `unavailable`; then nothing happened.
 */
export async function deleteAccount(person: Person, confirm: string) {
  const { user } = person
  if (keyOf(confirm) !== keyOf(user.email)) {
    const message = '"confirm" must be the e-mail address of the account'
    throw new Problem('invalid-input', { field: 'confirm', message })
  }
  const among = await actInAll(person, user)
  await changeAccount(
    person,
    user.id,
    async (tx) => {
      await mustGoOn(tx, person)
      await aloneAmong(tx, user.id, among)
      const left = await leaveAll(tx, user.id, among)
      await queries.deleteUser(tx, user.id)
      return {
        value: undefined,
        // Nobody is there any more to look the address up of.
        happened: [{ type: 'Account Deleted', detail: { name: user.name }, noticeTo: user.email }],
        inWorkspaces: (caller) => left.get(caller.workspaceId) ?? [],
        isGone: true,
      }
    },
    among,
  )
}

async function leaveAll(tx: Writer, userId: string, among: Caller[]): Promise<Map<string, Happened[]>> {
  const left = new Map<string, Happened[]>()
  const owned: { id: string; slug: string; name: string }[] = []
  for (const caller of among) {
    const { id, slug, name } = caller.workspace
    const happened = await removeMember(tx, caller, userId).catch((error: unknown) => {
      if (!(error instanceof Problem) || error.code !== 'last-owner') throw error
      owned.push({ id, slug, name })
    })
    if (happened) left.set(id, happened)
  }
  if (owned.length === 0) return left

  const names = owned.map(({ name }) => name).join(', ')
  const message = `You are the last owner of: ${names}. Make someone else an owner there first.`
  throw new Problem('last-owner', { message, data: { workspaces: owned } })
}
