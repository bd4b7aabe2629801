/** Whom we speak OpenID Connect with, and as whom. */
export interface OidcParty {
  /** Of the provider or the connection: what is discovered is remembered for it. */
  id: string
  /** Exactly as the provider itself says it. */
  issuer: string
  clientId: string
  clientSecret: string
  /** One for each party (standards/sso OI-4). */
  redirectUri: string
  scopes: string[]
  /** Whether http will do: on this machine, for tests and development. */
  mayBePlain: boolean
  /**
   * Left out: people of any tenant, as a provider of accounts has them. Otherwise of this one (OI-7): Entra's tenant, or the domain of a
   * Google Workspace; null for the one that the issuer itself names.
   */
  tenantId?: string | null
  /** Asks the userinfo also where the ID token has a confirmed address: for those who look for further claims. */
  wholeProfile?: boolean
  /** How the provider is asked: `app.outward.fetch` where its address came from a customer. */
  fetch?: typeof fetch
}
