import { isDeepStrictEqual } from 'node:util'
import type { Static } from 'typebox'
import { Problem } from '../../contract/problems.ts'
import type { WorkspaceSettings } from '../../contract/workspaces.ts'
import type { Caller } from '../caller/caller.ts'
import type { Happened } from '../caller/change.ts'
import { requireFeature } from '../caller/plan.ts'
import { requireFresh } from '../caller/session.ts'
import { isActive } from '../connections/connections.ts'
import type { Writer } from '../db/open.ts'
import type { WorkspaceRow } from './queries.ts'

export type Settings = Static<typeof WorkspaceSettings>

const noSettings: Settings = {
  requireMfa: false,
  sessionHours: null,
  idleMinutes: null,
  requireSso: false,
  provisionSso: false,
}

/** The settings of a workspace, those included that it never changed. */
export function settingsOf({ settings }: Pick<WorkspaceRow, 'settings'>): Settings {
  // Written by this room alone, from checked input.
  return { ...noSettings, ...(settings as Partial<Settings>) }
}

/** What to tell of a change of settings. */
export function tellSettings(
  about: { resourceId: string; resourceName: string },
  before: Settings,
  after: Settings,
): Happened[] {
  const happened: Happened[] = []
  if (after.requireMfa !== before.requireMfa)
    happened.push({ ...about, type: after.requireMfa ? 'MFA Required' : 'MFA No Longer Required' })
  if (after.requireSso !== before.requireSso)
    happened.push({ ...about, type: after.requireSso ? 'SSO Required' : 'SSO No Longer Required' })
  const provision = { from: before.provisionSso, to: after.provisionSso }
  if (provision.from !== provision.to)
    happened.push({ ...about, type: 'SSO Provisioning Changed', detail: provision })
  const [from, to] = [limitsOf(before), limitsOf(after)]
  if (!isDeepStrictEqual(from, to))
    happened.push({ ...about, type: 'Session Policy Changed', detail: { from, to } })
  return happened
}

/**
 * Whether the caller may change settings like this. Whoever requires something of everybody has to have come in by it: otherwise
 * they could lock everybody out. Raises `not-allowed` for a token, `step-up-required`, `mfa-first`, `sso-first`, `plan-limit`.
 */
export async function mayChangeSettings(tx: Writer, caller: Caller, before: Settings, after: Settings) {
  if (isDeepStrictEqual(before, after)) return
  const { session } = caller
  if (!session) {
    throw new Problem('not-allowed', { message: 'Only a person can change settings. A token cannot.' })
  }
  requireFresh(caller)
  // The workspace's own single sign-on stands for the second factor too: who came in by it is not shut out.
  const isProved = session.mfaAt !== null || session.sso !== null
  if (after.requireMfa && !before.requireMfa && !isProved) throw new Problem('mfa-first')
  const [requires, provisions] = [
    !before.requireSso && after.requireSso,
    !before.provisionSso && after.provisionSso,
  ]
  if (requires || provisions) requireFeature(caller, 'sso')
  if (requires) await mustComeThroughSso(tx, caller)
}

async function mustComeThroughSso(tx: Writer, { workspaceId, session }: Caller) {
  const by = session?.sso?.connectionId
  // It may have been switched off since the caller was admitted.
  if (by === undefined || !(await isActive(tx, workspaceId, by))) throw new Problem('sso-first')
}

function limitsOf({ sessionHours, idleMinutes }: Settings) {
  return { sessionHours, idleMinutes }
}
