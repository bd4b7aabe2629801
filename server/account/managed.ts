import { Problem } from '../../contract/problems.ts'
import type { Person } from '../caller/caller.ts'
import type { Reader } from '../db/open.ts'
import { managedBy } from '../providers/providers.ts'

/** Raises `managed-elsewhere` where name, address, password and second factor are a provider's (rules, section 16). */
export async function mustBeManagedHere(
  db: Reader,
  { app, user }: Pick<Person, 'app'> & { user: { id: string } },
) {
  const manager = await managedBy(db, app, user.id)
  if (!manager) return

  const { name, manageUrl } = manager
  const message = `This is managed at ${name}, which your account is linked with. Change it there.`
  throw new Problem('managed-elsewhere', { message, data: { name, manageUrl } })
}
