import type { JsonObject } from '../../db/tables.ts'
import type { Attribute, Schema } from './attributes.ts'
import { COUNT_MAX } from './lists.ts'
import { coreOf, extensionsOf, type ResourceKind } from './schemas.ts'

const CONFIG = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'
const RESOURCE_TYPE = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType'
const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema'
const kinds: ResourceKind[] = ['User', 'Group']

/** What of SCIM this server does (RFC 7643, section 5). `baseUrl` is the address of SCIM itself, `https://…/scim/v2`. */
export function serviceProviderConfig(baseUrl: string): JsonObject {
  const none = { supported: false }
  return {
    schemas: [CONFIG],
    patch: { supported: true },
    bulk: { ...none, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: COUNT_MAX },
    changePassword: none,
    sort: none,
    etag: none,
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'SCIM token',
        description: 'A SCIM token of the workspace, as a bearer token (RFC 6750).',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
  }
}

/** Users and groups (RFC 7643, section 6). `baseUrl` as of serviceProviderConfig(). */
export function resourceTypes(baseUrl: string): JsonObject[] {
  return kinds.map((kind) => {
    const { name, says, urn } = coreOf[kind]
    return {
      schemas: [RESOURCE_TYPE],
      id: name,
      name,
      description: says,
      endpoint: `/${name}s`,
      schema: urn,
      schemaExtensions: extensionsOf[kind].map((extension) => ({ schema: extension.urn, required: false })),
      meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${name}` },
    }
  })
}

/** The schemas with every attribute that is kept or shown (RFC 7643, section 7). `baseUrl` as of serviceProviderConfig(). */
export function schemas(baseUrl: string): JsonObject[] {
  const all = kinds.flatMap((kind) => [coreOf[kind], ...extensionsOf[kind]])
  return all.map((schema) => describe(schema, baseUrl))
}

function describe({ urn, name, says, attributes }: Schema, baseUrl: string): JsonObject {
  return {
    schemas: [SCHEMA],
    id: urn,
    name,
    description: says,
    attributes: [...attributes.values()].map(describeAttribute),
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${urn}` },
  }
}

function describeAttribute(attribute: Attribute): JsonObject {
  const { name, type, says, multiValued, required, caseExact, mutability, uniqueness, subs } = attribute
  const { canonicalValues, referenceTypes } = attribute
  return {
    name,
    type,
    multiValued,
    description: says,
    required,
    ...(type === 'complex' || type === 'boolean' ? {} : { caseExact }),
    mutability,
    returned: 'default',
    uniqueness,
    ...(canonicalValues.length > 0 ? { canonicalValues: [...canonicalValues] } : {}),
    ...(referenceTypes.length > 0 ? { referenceTypes: [...referenceTypes] } : {}),
    ...(subs.size > 0 ? { subAttributes: [...subs.values()].map(describeAttribute) } : {}),
  }
}
