import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../../contract/problems.ts'
import { addAccount, findAccount } from '../account/account.ts'
import type { App } from '../caller/app.ts'
import { change, changed, outcome } from '../caller/change.ts'
import { actFor, theSystem } from '../caller/system.ts'
import { copyCluster, findTemplate } from '../db/template.ts'
import { closeApp, openApp } from '../main.ts'
import { addMember } from '../members/members.ts'
import { hashPassword } from '../passwords/passwords.ts'
import type { Config } from '../platform/config.ts'
import { newId } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import { openMailbox } from '../platform/mailbox.ts'
import { markSetUp } from '../setup/setup.ts'
import { addToken } from '../tokens/tokens.ts'
import { findWorkspaceById, openWorkspace, ownerPermission } from '../workspaces/workspaces.ts'
import * as acme from './acme.ts'
import { daysAgo, type Filling, fill, openedDaysAgo } from './fill.ts'
import { type Kept, keep, readKept } from './kept.ts'

const TOKEN_FOR = 'The demo, printed at every start'
const PASSWORD_BYTES = 9

export interface Wanted {
  /** A workspace with its owner and a token, and nothing else. */
  isEmpty: boolean
  /** Addresses of people to add as members without roles. */
  users: string[]
}

/** The demo's app, not listening yet, and what to print about it. */
export interface Demo {
  app: App
  isNew: boolean
  workspace: Filling['workspace']
  /** The secret of an owner's token that works. */
  token: string
  owner: { name: string; email: string; password: string }
  /** A question to try, as the decision API takes it. */
  question: { subject: Named; action: { name: string }; resource: Named }
}

interface Named {
  type: string
  id: string
}

/**
 * Opens the demo in the configuration's data directory: the first time it makes the workspace, later it finds it as it was
 * left. Content that does not fit an operator's catalog is left out. Throws for a directory that holds something else.
 */
export async function openDemo(config: Config, log: Log, wanted: Wanted): Promise<Demo> {
  copyTemplate(config.dataDir)
  const first = await openApp(config, { log, mailbox: openMailbox() })
  const app = isHalfDone(config) ? await beginAnew(first, log) : first
  try {
    const kept = readKept(config.dataDir)
    const demo = kept?.state === 'done' ? await findAgain(app, kept) : await make(app, wanted)
    await addUsers(app, demo, wanted.users)
    return demo
  } catch (error) {
    await closeApp(app)
    throw error
  }
}

/** A demo can be made again, so its files need not have reached the disk before it starts: that saves a thousand syncs. */
function copyTemplate(dataDir: string) {
  const template = findTemplate()
  if (!template || existsSync(join(dataDir, 'pg'))) return
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const draft = mkdtempSync(join(dataDir, 'new-'))
  copyCluster(template, draft)
  try {
    renameSync(draft, join(dataDir, 'pg'))
  } catch {
    // Another demo was faster; opening will tell.
    rmSync(draft, { recursive: true, force: true })
  }
}

function isHalfDone({ dataDir }: Config): boolean {
  return readKept(dataDir)?.state === 'begun'
}

/** Nothing of a start that was killed was ever printed, so nobody misses it. Opening took the lock: no other start is at it. */
async function beginAnew(app: App, log: Log): Promise<App> {
  await closeApp(app)
  rmSync(join(app.config.dataDir, 'pg'), { recursive: true, force: true })
  return openApp(app.config, { log, mailbox: openMailbox() })
}

async function make(app: App, { isEmpty }: Wanted): Promise<Demo> {
  const { dataDir, catalogFile } = app.config
  const { email } = acme.owner
  const password = randomBytes(PASSWORD_BYTES).toString('base64url')
  const passwordHash = await hashPassword(password)
  const isFull = !isEmpty && catalogFile === undefined
  const about = isFull ? acme.workspace : { slug: 'demo', name: 'Demo' }
  const now = isFull ? daysAgo(app, openedDaysAgo) : app.clock.now()
  const opened = await openWorkspace(acting(app, now), {
    ...about,
    owner: { ...acme.owner, passwordHash },
    tokenFor: TOKEN_FOR,
    alsoBefore: async (tx) => {
      await markSetUp(tx, now)
      // Not before it is known that nobody else has set up this database, and not after it is known to be ours.
      keep(dataDir, { state: 'begun', email, password })
    },
  }).catch(notADemo(dataDir))
  const workspace = await workspaceOf(app, opened.workspaceId)
  if (isFull) await fill(app, { workspace, owner: opened.owner })

  const token = opened.token ?? ''
  keep(dataDir, { state: 'done', email, password, workspaceId: workspace.id, token })
  return {
    app,
    isNew: true,
    workspace,
    token,
    owner: { ...acme.owner, password },
    question: questionFor(workspace),
  }
}

function notADemo(dataDir: string) {
  return (error: unknown): never => {
    if (!(error instanceof Problem) || error.code !== 'already-set-up') throw error
    throw new Error(
      `${dataDir} holds the data of a server, not of a demo. Give the demo a directory of its own: --data DIR`,
    )
  }
}

async function findAgain(app: App, kept: Kept): Promise<Demo> {
  const workspace = await workspaceOf(app, kept.workspaceId ?? '')
  const token = (await isGood(app, kept.token)) ? (kept.token ?? '') : await makeToken(app, workspace)
  keep(app.config.dataDir, { ...kept, token })
  const { email, password } = kept
  const owner = { name: acme.owner.name, email, password }
  return { app, isNew: false, workspace, token, owner, question: questionFor(workspace) }
}

function questionFor({ id, slug }: Filling['workspace']): Demo['question'] {
  if (slug === acme.workspace.slug) return acme.question
  const subject = { type: 'user', id: acme.owner.email }
  return { subject, action: { name: 'member:read' }, resource: { type: 'workspace', id } }
}

async function workspaceOf(app: App, id: string): Promise<Filling['workspace']> {
  const found = await findWorkspaceById(app.database.db, id)
  if (!found)
    throw new Error(`The demo's workspace is gone. Delete ${app.config.dataDir}, and the demo begins anew.`)
  return found
}

/** Whoever plays with the demo may have revoked its token. */
async function isGood(app: App, token: string | undefined): Promise<boolean> {
  return (
    token !== undefined &&
    (await app.identities.find({ from: 'bearer', secret: token }, app.clock.now())) !== null
  )
}

async function makeToken(app: App, workspace: Filling['workspace']): Promise<string> {
  const caller = await actFor(acting(app, app.clock.now()), theSystem, workspace)
  return change(caller, async (tx) => {
    const permissions = [ownerPermission(caller)]
    const made = await addToken(tx, caller, { description: TOKEN_FOR, expiresAt: null, permissions })
    return outcome(made.secret, made.happened)
  })
}

async function addUsers(app: App, { workspace }: Demo, emails: string[]) {
  const caller = await actFor(acting(app, app.clock.now()), theSystem, workspace)
  for (const email of emails) {
    const name = email.slice(0, email.indexOf('@'))
    const adding = change(caller, async (tx) => {
      const account =
        (await findAccount(tx, email)) ??
        (await addAccount(tx, caller.now, { email, name, passwordHash: null }))
      return changed(undefined, await addMember(tx, caller, account))
    })
    await adding.catch((error: unknown) => {
      // A second start with the same flags finds them there.
      if (!(error instanceof Problem) || error.code !== 'member-exists') throw error
    })
  }
}

function acting(app: App, now: Date) {
  return { app, now, requestId: newId(), ip: null, idempotency: null }
}
