import { Type } from 'typebox'
import { can, endpoint, member, PageReply, Pagination, Success } from './endpoint.ts'
import { ResourceName } from './resources.ts'

const CODE_MAX = 200_000
const SETTINGS_MAX = 100

const FunctionType = Type.Enum([
  'DESTINATION',
  'INSERT_DESTINATION',
  'INSERT_SOURCE',
  'INSERT_TRANSFORMATION',
  'SOURCE',
])
const Text = Type.String({ maxLength: 2_000 })
const Setting = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 255 }),
    label: Text,
    description: Text,
    type: Type.Enum(['ARRAY', 'BOOLEAN', 'STRING', 'TEXT_MAP']),
    required: Type.Boolean(),
    sensitive: Type.Boolean(),
  },
  { additionalProperties: false },
)
/** What a function asks of who connects it. */
export const FunctionSettings = Type.Array(Setting, { maxItems: SETTINGS_MAX })

/** Segment's FunctionV1 (public-api 3.5). */
const OneFunction = Type.Object({
  id: Type.String(),
  resourceType: Type.String(),
  displayName: Type.String(),
  createdAt: Type.String(),
  createdBy: Type.Optional(Type.String()),
  code: Type.Optional(Type.String()),
  deployedAt: Type.Null(),
  settings: FunctionSettings,
  description: Type.Optional(Type.String()),
  logoUrl: Type.Optional(Type.String()),
  isLatestVersion: Type.Boolean(),
})
const FunctionReply = Type.Object({ function: OneFunction })
const on = { type: 'function', param: 'functionId' }
const optional = {
  settings: Type.Optional(FunctionSettings),
  logoUrl: Type.Optional(Text),
  description: Type.Optional(Text),
}
const Code = Type.String({ maxLength: CODE_MAX })

/** Functions without their versions (public-api 3.5), over the registry. */
export const functions = {
  list: endpoint('GET /functions', {
    access: member('lists only functions that the caller may read'),
    says: 'Lists the functions of one kind that the caller may read.',
    query: Type.Object(
      { resourceType: FunctionType, pagination: Pagination },
      { additionalProperties: false },
    ),
    reply: Type.Object({ functions: Type.Array(OneFunction), pagination: PageReply }),
  }),
  get: endpoint('GET /functions/:functionId', {
    access: can('function:read', on),
    says: 'Shows one function with its code.',
    reply: FunctionReply,
  }),
  create: endpoint('POST /functions', {
    access: can('function:create', { type: 'function', param: null }),
    says: 'Creates a function.',
    body: Type.Object(
      { code: Code, displayName: ResourceName, resourceType: FunctionType, ...optional },
      { additionalProperties: false },
    ),
    reply: FunctionReply,
  }),
  update: endpoint('PATCH /functions/:functionId', {
    access: can('function:edit', on),
    says: 'Changes a function.',
    body: Type.Object(
      { code: Type.Optional(Code), displayName: Type.Optional(ResourceName), ...optional },
      { additionalProperties: false },
    ),
    reply: FunctionReply,
  }),
  delete: endpoint('DELETE /functions/:functionId', {
    access: can('function:delete', on),
    says: 'Deletes a function.',
    reply: Success,
  }),
}
