import { OidcFailure } from './failures.ts'
import type { OidcParty } from './party.ts'

const GOOGLE = 'https://accounts.google.com'
const entraHosts = new Set([
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'sts.windows.net',
  'login.windows.net',
])
/** Of Entra: all tenants, and the one in which everybody can make an account. */
const everybodys = new Set(['common', 'organizations', 'consumers', '9188040d-6c67-4c5b-b112-36a304b66dad'])

/**
 * Why an issuer cannot be a workspace's own, in words for whoever configures it; null where it can. Issuers of all tenants would
 * let everybody's provider speak for everybody's people (standards/sso OI-7).
 */
export function faultOfIssuer(issuer: string): string | null {
  const url = URL.parse(issuer)
  if (!url || !/^https?:$/.test(url.protocol))
    return 'The issuer must be an address that begins with https://.'
  if (url.search !== '' || url.hash !== '') return 'An issuer has no ? and no # in it.'
  const [, tenant = ''] = url.pathname.toLowerCase().split('/')
  if (entraHosts.has(url.hostname) && (everybodys.has(tenant) || /[{}]|%7b/.test(tenant)))
    return 'This issuer is for all tenants. Take that of your own: https://login.microsoftonline.com/{tenant id}/v2.0.'
  return null
}

/** Refuses people of another tenant than the party's: by `tid` for Entra, by `hd` for Google, whose issuer all its customers share. */
export function mustBeOfTenant({ issuer, tenantId }: OidcParty, claims: Record<string, unknown>) {
  if (tenantId === undefined) return
  if (issuer === GOOGLE) return mustBe('hd', claims.hd, tenantId)
  if (tenantId !== null) return mustBe('tid', claims.tid, tenantId)
}

/** Raises nothing where the party's issuer may be a workspace's own, or is a provider of accounts. */
export function mustHaveTenant({ issuer, tenantId }: OidcParty) {
  const fault = tenantId === undefined ? null : faultOfIssuer(issuer)
  if (fault !== null) throw new OidcFailure('tenant', fault)
}

/** Without a Google Workspace (`hd`), the account is somebody's own, whatever its address: also of people who left long ago. */
function mustBe(claim: string, value: unknown, expected: string | null) {
  const found = typeof value === 'string' && value !== '' ? value.toLowerCase() : null
  const fits = expected === null ? found !== null : found === expected.toLowerCase()
  if (!fits)
    throw new OidcFailure('tenant', `${claim} is ${found ?? 'missing'}, expected ${expected ?? 'one'}`)
}
