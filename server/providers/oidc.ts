import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import * as oidc from '../oidc/oidc.ts'
import { isLoopback, type SignInProvider } from '../platform/sign-in-file.ts'

const NAME_MAX = 255

export { newSecrets, type Secrets } from '../oidc/oidc.ts'

/** Who came back from a provider of accounts. */
export interface Claim {
  issuer: string
  subject: string
  /** Only an address that the provider confirmed (standards/sso OI-8). */
  email: string | null
  name: string | null
  /** Whether a second factor was asked for, as the provider or the operator says. */
  twoFactors: boolean
  /** When the person last proved themselves there; null where the provider does not say. */
  authenticatedAt: Date | null
}

/** The address at a provider to send the browser to; `afresh` for a new proof. Raises `provider-unavailable`, `provider-refused`. */
export function authorizationUrl(app: App, provider: SignInProvider, secrets: oidc.Secrets, afresh: boolean) {
  const how = { afresh, now: app.clock.now() }
  return asProblems(app, provider, () => oidc.authorizationUrl(partyOf(app, provider), secrets, how))
}

/** Exchanges what the browser brought back for who it is. Raises `provider-refused`, `provider-unavailable`. */
export async function exchange(
  app: App,
  provider: SignInProvider,
  answer: Record<string, string | undefined>,
  secrets: oidc.Secrets & { afresh: boolean },
): Promise<Claim> {
  const how = { ...secrets, now: app.clock.now() }
  const came = await asProblems(app, provider, () => oidc.exchange(partyOf(app, provider), answer, how))
  const { issuer, subject, authenticatedAt, twoFactors, claims } = came
  const address = oidc.addressOf(claims)
  return {
    issuer,
    subject,
    email: address?.isVerified === true ? address.email : null,
    name: typeof claims.name === 'string' ? nameOf(claims.name) : null,
    twoFactors: provider.secondFactor || twoFactors,
    authenticatedAt,
  }
}

/** The operator named the provider: it is asked as it is, at whatever address and of whatever tenant. */
function partyOf({ config }: Pick<App, 'config'>, provider: SignInProvider): oidc.OidcParty {
  const { id, issuer, clientId, clientSecret, scopes } = provider
  const redirectUri = `${config.publicUrl}/sign-in/callback/${id}`
  const mayBePlain = isLoopback(new URL(issuer))
  return { id, issuer, clientId, clientSecret, scopes, redirectUri, mayBePlain }
}

function nameOf(text: string): string | null {
  return (
    text
      .replace(/\p{Cc}/gu, '')
      .trim()
      .slice(0, NAME_MAX) || null
  )
}

/** Everything that goes wrong with a provider is one of two problems; the operator reads in the log which, without any secret. */
async function asProblems<Value>(
  app: Pick<App, 'log'>,
  provider: SignInProvider,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof oidc.OidcFailure)) throw error
    const { reason, detail } = error
    app.log.warn({ provider: provider.id, reason, detail }, `a sign-in at a provider failed: ${reason}`)
    throw new Problem(reason === 'unavailable' ? 'provider-unavailable' : 'provider-refused')
  }
}
