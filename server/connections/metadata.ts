import { Problem } from '../../contract/problems.ts'
import type { App } from '../caller/app.ts'
import type { Caller } from '../caller/caller.ts'
import { requireFeature } from '../caller/plan.ts'
import { OutwardRefusal } from '../platform/outward.ts'
import { readMetadata } from '../saml/saml.ts'
import { shownInfo } from './certificates.ts'

const BYTES_MAX = 262_144

/**
 * What the metadata of an identity provider says of itself, to be looked at before it is saved: from its text, or from where it is
 * (standards/sso SA-18). Raises `plan-limit`, `invalid-input` for both or neither, `address-refused`, `metadata-unreadable`.
 */
export async function readProviderMetadata(caller: Caller, { xml, url }: { xml?: string; url?: string }) {
  requireFeature(caller, 'sso')
  if ((xml === undefined) === (url === undefined)) {
    throw new Problem('invalid-input', { field: 'xml', message: 'Give either "xml" or "url"' })
  }
  const { certificates, ...rest } = await readMetadata(xml ?? (await fetched(caller.app, url ?? '')))
  return { ...rest, certificates: certificates.map(shownInfo) }
}

async function fetched({ outward }: App, address: string): Promise<string> {
  const field = 'url'
  try {
    const { status, text } = await outward.getText(address.trim(), BYTES_MAX)
    if (status === 200) return text
    const message = `This address answered with the status ${status}, not with metadata.`
    throw new Problem('address-refused', { field, message })
  } catch (error) {
    if (error instanceof OutwardRefusal) {
      throw new Problem('address-refused', { field, message: error.message })
    }
    throw error
  }
}
