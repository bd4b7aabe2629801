import { type Attribute, attributes, complex, named, type Schema, simple } from './attributes.ts'
import { enterpriseSchema, userSchema } from './user-schema.ts'

/** What SCIM keeps here (RFC 7643, section 6). */
export type ResourceKind = 'User' | 'Group'

const readOnly = { mutability: 'readOnly' } as const
const exact = { caseExact: true } as const
const once = { mutability: 'immutable' } as const

const members = complex(
  'members',
  'The people in the group.',
  [
    simple('value', 'The id of the person.', { ...exact, ...once }),
    simple('$ref', 'The address of the person.', {
      type: 'reference',
      ...exact,
      ...once,
      referenceTypes: ['User'],
    }),
    simple('display', 'The name of the person.', readOnly),
    simple('type', 'What the member is.', { canonicalValues: ['User'], ...once }),
  ],
  { multiValued: true },
)

/** RFC 7643, section 4.2. */
export const groupSchema: Schema = {
  urn: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  aliases: ['urn:scim:schemas:core:1.0'],
  name: 'Group',
  says: 'A group of the workspace.',
  attributes: attributes(
    simple('displayName', 'The name of the group.', { required: true, uniqueness: 'server' }),
    members,
  ),
}

/** What every resource has (RFC 7643, section 3.1); no schema lists it. */
const common = attributes(
  simple('schemas', 'The schemas of the resource.', {
    type: 'reference',
    multiValued: true,
    caseExact: true,
    ...readOnly,
  }),
  simple('id', 'The id of the resource.', { ...exact, ...readOnly }),
  simple('externalId', 'The id of the resource at the provider.', exact),
  complex(
    'meta',
    'About the resource.',
    [
      simple('resourceType', 'User or Group.', { ...exact, ...readOnly }),
      simple('created', 'When it was made.', { type: 'dateTime', ...readOnly }),
      simple('lastModified', 'When it was changed.', { type: 'dateTime', ...readOnly }),
      simple('location', 'Its address.', { type: 'reference', ...exact, ...readOnly }),
    ],
    readOnly,
  ),
)

/** The core schema of each kind. */
export const coreOf: Record<ResourceKind, Schema> = { User: userSchema, Group: groupSchema }
/** The extensions of each kind. */
export const extensionsOf: Record<ResourceKind, readonly Schema[]> = { User: [enterpriseSchema], Group: [] }

/** The attribute of a kind by its name in any case, the common ones included; in an extension where `urn` is its URN. */
export function attributeOf(kind: ResourceKind, urn: string | null, name: string): Attribute | undefined {
  if (urn === null) return named(coreOf[kind].attributes, name) ?? named(common, name)
  const extension = extensionsOf[kind].find((schema) => schema.urn === urn)
  return extension && named(extension.attributes, name)
}
