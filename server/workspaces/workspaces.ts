import { ownerRole } from '../../contract/complete.ts'
import { type Account, addAccount, findAccount } from '../account/account.ts'
import type { Caller } from '../caller/caller.ts'
import { changed, changeNew, type Happened } from '../caller/change.ts'
import { type Acting, actForNew } from '../caller/system.ts'
import type { Writer } from '../db/open.ts'
import { giveGrants } from '../grants/grants.ts'
import { addMember } from '../members/members.ts'
import { newId } from '../platform/ids.ts'
import { tidyName } from '../platform/names.ts'
import { addToken } from '../tokens/tokens.ts'
import * as queries from './queries.ts'

export interface Opening {
  slug: string
  name: string
  plan?: string
  /** The first owner: an account with this address is used, or made. */
  owner: { email: string; name: string; passwordHash: string | null }
  /** Also make an owner's token with this description. */
  tokenFor?: string
  /** Joins the transaction that opens the workspace. */
  alsoBefore?: (tx: Writer) => Promise<unknown>
}

export interface Opened {
  workspaceId: string
  owner: Account
  /** The secret of the owner's token, if one was asked for. It is not kept. */
  token: string | null
}

/**
 * Opens a workspace with its first owner, the labels `environment:dev` and `environment:prod`, and on demand a token.
 * For set-up, the demo and people who open their own. Raises `workspace-slug-taken`.
 */
export function openWorkspace(acting: Acting, opening: Opening): Promise<Opened> {
  const { app, now } = acting
  const { slug, plan = app.catalog.defaultPlan, owner } = opening
  const workspace = { id: newId(), slug, name: tidyName(opening.name), plan }
  const who = { kind: 'system' as const, id: 'system', name: 'Claviger', email: null, until: null }
  const caller = actForNew(acting, who, workspace)
  const open = async (tx: Writer) => {
    await opening.alsoBefore?.(tx)
    await queries.insertWorkspace(tx, { ...workspace, createdAt: now })
  }
  return changeNew(caller, open, async (tx) => {
    const account = (await findAccount(tx, owner.email)) ?? (await addAccount(tx, now, owner))
    const happened = [await addMember(tx, caller, account), ...(await makeOwner(tx, caller, account))]
    const made = opening.tokenFor ? await addOwnerToken(tx, caller, opening.tokenFor) : null
    const created: Happened = {
      type: 'Workspace Created',
      resourceId: workspace.id,
      resourceName: workspace.name,
      detail: { slug, plan, owner: account.email },
      touches: {},
    }
    const value = { workspaceId: workspace.id, owner: account, token: made?.secret ?? null }
    return changed(value, created, ...happened, ...(made?.happened ?? []))
  })
}

function makeOwner(tx: Writer, caller: Caller, { id, name }: Account): Promise<Happened[]> {
  const permission = { roleId: ownerRole(caller.app.catalog).id, resources: [everything(caller)] }
  return giveGrants(tx, caller, { holder: { kind: 'user', id }, name }, [permission])
}

function addOwnerToken(tx: Writer, caller: Caller, description: string) {
  const permission = { roleId: ownerRole(caller.app.catalog).id, resources: [everything(caller)] }
  return addToken(tx, caller, { description, expiresAt: null, permissions: [permission] })
}

function everything({ workspaceId }: Caller) {
  return { id: workspaceId, type: 'WORKSPACE', labels: [] }
}
