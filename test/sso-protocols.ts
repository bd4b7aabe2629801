import type { Running } from '../server/main.ts'
import { listen, openProvider, type RealProvider } from './oidc.ts'
import { openSamlPages, type SamlPages } from './saml-pages.ts'
import { type Opening, openSamlWorkspace, type SsoWorkspace } from './sso-house.ts'
import { openOidcWorkspace } from './sso-oidc.ts'

/** What the same journeys are made by. */
export const protocols = ['SAML', 'OpenID Connect'] as const
export type ProtocolName = (typeof protocols)[number]

/** One protocol, with an identity provider that speaks it: people type their address there as their user name. */
export interface Protocol {
  /** Opens a workspace whose people sign in there. */
  open(opening?: Opening): Promise<SsoWorkspace>
  /** Opens one whose provider is down. */
  openLost(): Promise<SsoWorkspace>
  /** What it says of everybody besides their address. */
  says(more: Record<string, string[]>): void
  /** From now on its answers are such as must be refused. */
  spoil(): void
  /** It is as it was at first again. */
  mend(): void
  /** What somebody is known by there, as a connection keeps it. */
  subjectOf(user: string): string
  /** Whether our server speaks with it before anybody goes there, and so says itself that it is down. */
  isAskedFirst: boolean
  /** What managers of the connection read of a spoilt answer: the rule, what was found, and the rule in German. */
  told: { rule: RegExp; found: RegExp; german: RegExp }
}

/** Both identity providers, as they are met in journeys. */
export interface Providers {
  there: SamlPages
  real: RealProvider
}

export async function openProviders(): Promise<Providers> {
  const [there, real] = [await openSamlPages(), await openProvider()]
  Object.assign(real, { asks: true, forgets: true })
  return { there, real }
}

/** The protocols that workspaces of this server sign in by. */
export function protocolsOf(running: Running, { there, real }: Providers): Record<ProtocolName, Protocol> {
  const all = { SAML: bySaml(running, there), 'OpenID Connect': byOidc(running, real) }
  for (const one of Object.values(all)) one.mend()
  return all
}

function bySaml(running: Running, there: SamlPages): Protocol {
  const says: Protocol['says'] = (more) => {
    there.who = (user) => ({ subject: user, attributes: { email: user, ...more } })
  }
  return {
    open: (opening = {}) => openSamlWorkspace({ running, idp: there.idp, ...opening }),
    openLost: async () =>
      openSamlWorkspace({ running, idp: { ...there.idp, ssoUrl: `${await nowhere()}/sso` } }),
    says,
    spoil: () => {
      there.instead = { audience: 'https://elsewhere.example/metadata' }
    },
    mend: () => {
      there.instead = {}
      says({})
    },
    subjectOf: (user) => user,
    isAskedFirst: false,
    told: {
      rule: /The message is for another audience.*SA-10/,
      found: /elsewhere\.example/,
      german: /Die Nachricht ist für einen anderen Empfängerkreis/,
    },
  }
}

function byOidc(running: Running, real: RealProvider): Protocol {
  const { clientSecret } = real
  const says: Protocol['says'] = (more) => {
    real.who = (user) => ({ sub: user, email: user, email_verified: true, ...more })
  }
  return {
    open: async (opening = {}) => {
      const workspace = await openOidcWorkspace(real, { running, ...opening })
      real.welcome(workspace.addresses.redirectUri)
      return workspace
    },
    openLost: async () => openOidcWorkspace({ ...real, issuer: await nowhere() }, { running }),
    says,
    spoil: () => real.changeSecret('a secret that only the provider knows'),
    mend: () => {
      if (real.clientSecret !== clientSecret) real.changeSecret(clientSecret)
      says({})
    },
    subjectOf: (user) => `${real.issuer} ${user}`,
    isAskedFirst: true,
    told: {
      rule: /The provider did not accept the code, or our client id and secret.*OI-1/,
      found: /the provider did not accept our client id and secret/,
      german: /Der Anbieter hat den Code oder unsere Client-ID/,
    },
  }
}

/** An address of this machine where nobody listens any more. */
async function nowhere(): Promise<string> {
  const { url, close } = await listen((_request, response) => response.end())
  await close()
  return url
}
