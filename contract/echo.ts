import { Type } from 'typebox'
import { endpoint, member } from './endpoint.ts'

const DELAY_MAX_MS = 10_000
const MESSAGE_MAX = 1_000
const Flag = Type.Optional(Type.Boolean())

/** For trying out a client: Segment's echo (public-api 3.3). */
export const echo = {
  get: endpoint('GET /echo', {
    access: member('whoever has a token may try it out'),
    says: 'Answers what it was sent; on demand late, or with an error.',
    query: Type.Object(
      {
        message: Type.String({ maxLength: MESSAGE_MAX }),
        /** Milliseconds to wait before answering. */
        delay: Type.Optional(Type.Integer({ minimum: 0, maximum: DELAY_MAX_MS })),
        /** Answers 400 with the message. Comes before the other two. */
        triggerError: Flag,
        /** Answers 400 with several errors. Comes before `triggerUnexpectedError`. */
        triggerMultipleErrors: Flag,
        /** Answers 500. */
        triggerUnexpectedError: Flag,
        /** The status to answer with; of 400 and more, as an error. */
        statusCode: Type.Optional(Type.Integer({ minimum: 200, maximum: 599 })),
      },
      { additionalProperties: false },
    ),
    reply: Type.Object({
      method: Type.Enum(['get', 'post']),
      message: Type.String(),
      /** The headers of the request; the credential is masked. */
      headers: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
    }),
    perMinute: 60,
  }),
}
