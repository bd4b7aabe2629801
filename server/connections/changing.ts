import { Problem } from '../../contract/problems.ts'
import type { Caller } from '../caller/caller.ts'
import { change, changed, unchanged } from '../caller/change.ts'
import { requireFeature } from '../caller/plan.ts'
import { requireFreshPerson } from '../caller/session.ts'
import type { Writer } from '../db/open.ts'
import { mailOwners, mustOwnOtherwise } from '../grants/grants.ts'
import { newId } from '../platform/ids.ts'
import { keyOf, tidyName } from '../platform/names.ts'
import { newKeyPair } from '../saml/saml.ts'
import { sealSecret, secretOf } from './connection.ts'
import { mappingsOf, replaceMappings } from './mapping.ts'
import * as queries from './queries.ts'
import {
  believesOthers,
  firstSettings,
  isComplete,
  type Kind,
  needsNewTest,
  readSettings,
  writeSettings,
} from './settings.ts'
import { find, type Shown, showOne } from './shown.ts'
import { difference, happenedTo, type Telling } from './told.ts'
import { type NewKey, settingsWanted, type Wanted } from './wanted.ts'

/** Adds a connection that is not active yet. Raises `plan-limit`, `connection-name-taken`. */
export function createConnection(
  caller: Caller,
  wanted: { name: string; kind: Kind; provider: string },
): Promise<Shown> {
  return change(caller, async (tx) => {
    requireFeature(caller, 'sso')
    const { kind, provider } = wanted
    const name = tidyName(wanted.name)
    const row = { id: newId(), name, kind, provider, nameKey: keyOf(name), createdAt: caller.now }
    const settings = writeSettings(firstSettings(kind, provider))
    await queries.insertConnection(tx, caller.workspaceId, { ...row, settings })
    const created = happenedTo('Connection Created', row, { kind, provider })
    return changed(await showOne(tx, caller, row.id), created)
  })
}

/**
 * Changes a connection; what is left out stays. Whatever decides who is believed has to be tested again, but an active connection stays
 * active, so that nobody is shut out while a provider changes its certificate; of such a one only an owner changes it, in person and
 * with a fresh proof (docs/decisions/0024). Raises `not-found`, `plan-limit`, `invalid-input`, `connection-name-taken`,
 * `connection-incomplete` where an active one would not be whole any more, `not-allowed`, `step-up-required`.
 */
export async function modifyConnection(caller: Caller, id: string, wanted: Wanted): Promise<Shown> {
  const key = await keyFor(caller, id, wanted)
  return change(caller, async (tx) => {
    requireFeature(caller, 'sso')
    const before = await find(tx, caller, id)
    const after = await intended(tx, caller, before, { wanted, key })
    const told = difference(after.was, after.is)
    if (!told && !after.hasNewSecret) return unchanged(await showOne(tx, caller, id))

    const isTrusted = after.hasNewSecret || believesOthers(after.was.settings, after.is.settings)
    if (before.isActive) mayChangeActive(caller, after, isTrusted)
    if (before.isActive && isTrusted) await mustOwnOtherwise(tx, caller)
    const mustTest = after.hasNewSecret || needsNewTest(after.was.settings, after.is.settings)
    const { name, settings } = after.is
    await queries.updateConnection(tx, caller.workspaceId, id, {
      ...{ name, name_key: keyOf(name), settings: writeSettings(settings), secret_sealed: after.sealed },
      ...(mustTest ? { tested_at: null } : {}),
    })
    const secret = after.hasNewSecret ? { secret: 'changed' } : {}
    const testAgain = mustTest && before.testedAt !== null ? { testAgain: true } : {}
    const detail = { from: told?.from ?? {}, to: { ...told?.to, ...secret }, ...testAgain }
    const isTold = before.isActive && isTrusted
    const mail = isTold ? await mailOwners(tx, caller, 'connection-changed', [name]) : []
    const modified = happenedTo('Connection Modified', { id, name }, detail)
    return changed(await showOne(tx, caller, id), { ...modified, mail })
  })
}

/** A key for encrypted assertions where one is wanted and there is none. It takes a moment, in which nobody has to wait for the workspace. */
async function keyFor(caller: Caller, id: string, { saml }: Wanted): Promise<NewKey> {
  if (!saml?.encrypted) return null
  const row = await find(caller.db, caller, id)
  if (readSettings(row.kind, row.settings).saml?.encryptFor !== null) return null
  return newKeyPair(`Claviger (${new URL(caller.app.config.publicUrl).hostname})`, caller.now)
}

interface Intended {
  was: Telling
  is: Telling
  sealed: Buffer | null
  /** Whether there is another client secret. The key for encrypted assertions shows in its certificate. */
  hasNewSecret: boolean
}

async function intended(
  tx: Writer,
  caller: Caller,
  row: queries.ConnectionRow,
  { wanted, key }: { wanted: Wanted; key: NewKey },
): Promise<Intended> {
  const { workspaceId, app } = caller
  const { id, name } = row
  const groupsNow = async () => (await mappingsOf(tx, workspaceId, [id])).get(id) ?? []
  const was = { name, settings: readSettings(row.kind, row.settings), groups: await groupsNow() }
  const settings = settingsWanted(caller, row, was.settings, { wanted, key })
  if (wanted.groups) await replaceMappings(tx, caller, id, wanted.groups)
  const called = wanted.name === undefined ? name : tidyName(wanted.name)
  const is = { name: called, settings, groups: wanted.groups ? await groupsNow() : was.groups }

  const before = secretOf(app, row)
  const secret = settings.saml
    ? keyOfSaml(settings.saml.encryptFor, { key, before })
    : (wanted.oidc?.clientSecret ?? before)
  if (secret === before) return { was, is, sealed: row.sealed, hasNewSecret: false }
  const sealed = secret === null ? null : sealSecret(app, id, secret)
  return { was, is, sealed, hasNewSecret: !settings.saml }
}

function keyOfSaml(encryptFor: string | null, { key, before }: { key: NewKey; before: string | null }) {
  if (encryptFor === null) return null
  return key?.certificate === encryptFor ? key.privateKey : before
}

function mayChangeActive(caller: Caller, { was, is, sealed }: Intended, isTrusted: boolean) {
  // Groups are given by it: that too is nothing for a link that may be in other hands.
  const isLink = caller.who.kind === 'link'
  const isMapped = difference({ ...was, name: is.name, settings: is.settings }, is) !== null
  const isRead = was.settings.attributes.groups !== is.settings.attributes.groups
  if (isTrusted || (isLink && (isMapped || isRead))) requireFreshPerson(caller)
  if (!isComplete(is.settings, sealed !== null)) throw new Problem('connection-incomplete')
}
