import { Type } from 'typebox'
import { endpoint, member } from './endpoint.ts'

const Texts = Type.Record(Type.String(), Type.String())

/** What the catalog says, in one more language. What is left out is said as the other replies say it. */
const Words = Type.Object({
  /** By type, as the wire writes it. */
  resourceTypes: Type.Record(
    Type.String(),
    Type.Object({
      name: Type.Optional(Type.String()),
      plural: Type.Optional(Type.String()),
      /** What each action allows, in a sentence. */
      actions: Texts,
    }),
  ),
  /** By id. The workspace's own roles are called as the workspace calls them. */
  roles: Type.Record(
    Type.String(),
    Type.Object({ name: Type.Optional(Type.String()), description: Type.Optional(Type.String()) }),
  ),
  /** By the heading as roles and types name it. */
  areas: Texts,
  plans: Texts,
})

/** The catalog's own words, for who shows them to people. All other replies name things in one language, the catalog's. */
export const words = {
  get: endpoint('GET /words', {
    access: member('what there is to grant, and on what, is no secret within the workspace'),
    says: 'Says what types, actions, roles, headings and plans of the catalog are called in a language.',
    query: Type.Object(
      {
        /** ISO 639-1. Of a language that the catalog has no words in, there are none. */
        language: Type.String({ pattern: '^[a-z]{2}$' }),
      },
      { additionalProperties: false },
    ),
    reply: Type.Object({ words: Words }),
  }),
}
