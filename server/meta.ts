import { meta as endpoints } from '../contract/meta.ts'
import { schemaVersion } from './db/migrate.ts'
import { feature } from './http/handlers.ts'

/** The endpoints about the server itself. `describe` gives the OpenAPI description of the others. */
export function metaFeature(describe: () => Record<string, unknown>) {
  let description: Record<string, unknown> | undefined
  return feature('meta', endpoints, {
    health: () => ({ status: 'ok' as const }),
    ready: async ({ app }) => ({
      status: 'ok' as const,
      schemaVersion: await schemaVersion(app.database.db),
    }),
    openapi: () => {
      description ??= describe()
      return description
    },
  })
}
