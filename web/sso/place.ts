import { useContext } from 'react'
import type { connections } from '../../contract/connections.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { HereContext } from '../workspaces/here.ts'

export type Connection = Reply<typeof connections.get>['connection']
export type Certificate = NonNullable<Connection['saml']>['certificates'][number]

/** The identity providers that there is a guide for. */
export const providers = ['okta', 'entra', 'onelogin', 'google', 'other'] as const
export type ProviderName = Connection['provider']

/** Where the pages about single sign-on stand: in the settings of a workspace, or behind a set-up link. */
export interface Place {
  /** The address of the list of connections. */
  base: string
  isLink: boolean
  has(feature: string): boolean
}

/** The place of this page. */
export function usePlace(): Place {
  const here = useContext(HereContext)
  if (!here) return { base: '/set-up', isLink: true, has: () => true }
  const { slug, features } = here.workspace
  return {
    base: `/w/${slug}/access/authentication`,
    isLink: false,
    has: (feature) => features.includes(feature),
  }
}

/** The address of a connection. */
export function pageOf({ base }: Place, connectionId: string): string {
  return `${base}/connections/${connectionId}`
}
