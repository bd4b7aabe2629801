import type { Caller } from '../caller/caller.ts'
import { roleNames } from '../roles/roles.ts'
import { type Door, isOpenIn } from './doors.ts'
import { findRequest, type RequestRow } from './queries.ts'
import { unnamed } from './telling.ts'

/** What a letter about a request says. */
export interface Told extends RequestRow {
  /** What it is about, as whoever reads the letter may know it. */
  thing: string
  /** What the wished role is called, where it is there. */
  wishedRole: string | null
}

/**
 * A request as a letter tells it, at the moment it is sent: undefined where it is not there, or not of a member any more. To the
 * requester a thing has its name only if they can do something with it by now.
 */
export async function requestForMail(
  here: Pick<Caller, 'app' | 'workspaceId' | 'workspace' | 'now'>,
  id: string,
  to: 'owners' | 'requester',
): Promise<Told | undefined> {
  const { app, workspaceId, now } = here
  const { db } = app.database
  const row = await findRequest(db, workspaceId, id, now)
  if (!row?.isHere) return undefined
  const anything: Door = { ...row, action: null, openUntil: null }
  const isNamed = row.type === 'workspace' || to === 'owners' || (await isOpenIn(db, here, anything))
  const name = isNamed && row.resourceId !== null ? row.resourceName : null
  const type = app.catalog.resourceTypes[row.type]?.name ?? row.type
  const { roleId } = row.wished
  const names = roleId === undefined ? null : await roleNames({ app, db, workspaceId })
  return {
    ...row,
    thing: name === null ? unnamed(app, row) : `the ${type} ${name}`,
    wishedRole: names?.get(roleId ?? '') ?? null,
  }
}
