import type { Insertable } from 'kysely'
import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import type { Visitor } from '../caller/caller.ts'
import type { Tables } from '../db/tables.ts'
import { browserSecret, FLOW_MS, openFlow, pathOfOurs, sealFlow } from '../flows/flows.ts'
import type { CookieSecrets } from '../http/cookies.ts'
import { hashSecret, newId } from '../platform/ids.ts'
import type { SignInProvider } from '../platform/sign-in-file.ts'
import { authorizationUrl, newSecrets, type Secrets } from './oidc.ts'
import * as queries from './queries.ts'

/** What is kept for a browser after it came back. */
type Kept = 'waiting' | 'told'
type Purpose = Exclude<Tables['provider_flows']['purpose'], Kept>

/** Why the browser goes to a provider. */
export interface Wanted {
  purpose: Purpose
  /** Whose session it was that asked, where one is needed. */
  by: { userId: string; sessionId: string } | null
  /** As it came: what is no path of ours is passed over. */
  returnTo?: string | undefined
  /** The token of an invite to go back to. */
  invite?: string | undefined
}

/** A way that came back, taken out: it cannot be used again. */
export interface Flow extends Secrets {
  purpose: Purpose
  startedAt: number
  by: Wanted['by']
  returnTo: string
}

/** Begins a way to a provider: the address to send the browser to, and the cookie that it must come back with. */
export async function begin(visitor: Visitor, provider: SignInProvider, wanted: Wanted) {
  const { app, now } = visitor
  const secrets = newSecrets()
  const url = await authorizationUrl(app, provider, secrets, wanted.purpose === 'step-up')
  const { purpose, by, invite, returnTo } = wanted
  const startedAt = now.getTime()
  // An invite's token is a secret: it is kept sealed, and goes back behind `#`, which browsers send to no server (IN-3).
  const back = invite === undefined ? pathOfOurs(returnTo) : `/invite#token=${encodeURIComponent(invite)}`
  const flow: Flow = { ...secrets, purpose, startedAt, by, returnTo: back }
  const browser = browserSecret(visitor)
  await app.database.db.transaction().execute((tx) =>
    queries.insertFlow(tx, {
      state_hash: hashSecret(secrets.state),
      browser_hash: hashSecret(browser),
      provider: provider.id,
      purpose,
      user_id: by?.userId ?? null,
      sealed: sealed(app, flow),
      return_to: invite === undefined ? back : '/invite',
      expires_at: new Date(startedAt + FLOW_MS),
    }),
  )
  return { url, secrets: { flow: browser } satisfies CookieSecrets }
}

/**
 * Takes out the way that this browser began, by the state that came back. Raises `sign-in-over` for a state that is unknown,
 * used, over, of another browser, or of another provider (OI-1, OI-4).
 */
export async function takeFlow(
  visitor: Visitor,
  providerId: string,
  state: string | undefined,
): Promise<Flow> {
  const { app, browser, now } = visitor
  if (state === undefined || browser.flow === null) throw new Problem('sign-in-over')
  const hashes = [hashSecret(state), hashSecret(browser.flow)] as const
  const row = await app.database.db.transaction().execute((tx) => queries.takeFlow(tx, ...hashes))
  if (!row || row.expires_at <= now || row.provider !== providerId) throw new Problem('sign-in-over')
  return opened<Flow>(app, row.sealed)
}

/** The row of what is kept for a browser after it came back, for as long as a way takes. No state takes it out. */
export function keptFlow(
  { app, now }: Pick<Visitor, 'app' | 'now'>,
  kept: { purpose: Kept; browserHash: Buffer; provider: string; userId: string; value: object },
): Insertable<Tables['provider_flows']> {
  return {
    state_hash: hashSecret(newId()),
    browser_hash: kept.browserHash,
    provider: kept.provider,
    purpose: kept.purpose,
    user_id: kept.userId,
    sealed: sealed(app, kept.value),
    return_to: '/',
    expires_at: new Date(now.getTime() + FLOW_MS),
  }
}

/** Hides what is kept between two requests. */
function sealed(app: Pick<App, 'keys'>, value: object): Buffer {
  return sealFlow(app, 'provider flows', value)
}

/** What `sealed` hid. Raises `sign-in-over` where the server's key is another since. */
export function opened<Value extends object>(app: Pick<App, 'keys'>, bytes: Buffer): Value {
  return openFlow<Value>(app, 'provider flows', bytes)
}
