import { Type } from 'typebox'
import { anyone, endpoint } from './endpoint.ts'
import { Slug, WorkspaceName } from './workspaces.ts'

const Email = Type.String({ maxLength: 320, pattern: '^[^\\s@]+@[^\\s@]+$' })
const PersonName = Type.String({ minLength: 1, maxLength: 255, pattern: '\\S' })
/** At least 8 characters (rules, section 11); the upper bound only keeps the hashing short. */
const Password = Type.String({ minLength: 8, maxLength: 256 })

const because = 'the link carries its own secret, and works once'

/** The first start of an empty server: its one-time link, and what the form behind it sends. */
export const setup = {
  page: endpoint('GET /setup', {
    access: anyone(because),
    says: 'The page behind the one-time link that the first start prints.',
    query: Type.Object(
      { token: Type.Optional(Type.String({ maxLength: 200 })) },
      { additionalProperties: false },
    ),
    reply: Type.String(),
    stream: 'text/html',
    dialect: 'plain',
  }),
  setUp: endpoint('POST /setup', {
    access: anyone(because),
    says: 'Opens the first workspace of an empty server, with its owner and an API token that is shown once.',
    body: Type.Object(
      {
        token: Type.String({ maxLength: 200 }),
        workspace: Type.Object({ name: WorkspaceName, slug: Slug }, { additionalProperties: false }),
        owner: Type.Object(
          { name: PersonName, email: Email, password: Password },
          { additionalProperties: false },
        ),
      },
      { additionalProperties: false },
    ),
    reply: Type.Object({
      workspace: Type.Object({ id: Type.String(), slug: Type.String(), name: Type.String() }),
      owner: Type.Object({ id: Type.String(), email: Type.String(), name: Type.String() }),
      token: Type.String(),
    }),
    perMinute: 60,
    dialect: 'plain',
  }),
}
