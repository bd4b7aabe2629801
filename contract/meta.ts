import { Type } from 'typebox'
import { anyone, endpoint } from './endpoint.ts'

/** About the server itself. */
export const meta = {
  health: endpoint('GET /healthz', {
    access: anyone('a load balancer asks whether the process lives'),
    says: 'Says that the process lives.',
    reply: Type.Object({ status: Type.Literal('ok') }),
    dialect: 'plain',
  }),
  ready: endpoint('GET /readyz', {
    access: anyone('a load balancer asks whether the database answers'),
    says: 'Says that the database answers and has the right schema.',
    reply: Type.Object({ status: Type.Literal('ok'), schemaVersion: Type.Integer() }),
    dialect: 'plain',
  }),
  openapi: endpoint('GET /api/openapi.json', {
    access: anyone('the description of the API holds no secret'),
    says: 'The OpenAPI 3.1 description of this API.',
    reply: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
    dialect: 'plain',
  }),
}
