import type { FastifyInstance } from 'fastify'
import { audit } from './audit/routes.ts'
import type { App } from './caller/app.ts'
import { authzen, decisions } from './decisions/routes.ts'
import { echo } from './echo/routes.ts'
import { grants } from './grants/routes.ts'
import { groups } from './groups/routes.ts'
import type { Feature } from './http/handlers.ts'
import { openHttp } from './http/open.ts'
import { describeApi } from './http/openapi.ts'
import { inviteMail } from './invites/invites.ts'
import { invites } from './invites/routes.ts'
import { labels } from './labels/routes.ts'
import { members } from './members/routes.ts'
import { metaFeature } from './meta.ts'
import type { Letters } from './outbox/outbox.ts'
import { resources } from './resources/routes.ts'
import { segment } from './resources/segment/routes.ts'
import { roles } from './roles/routes.ts'
import { setup } from './setup/routes.ts'
import { tokens } from './tokens/routes.ts'
import { workspaces } from './workspaces/routes.ts'

/** The table of contents: every feature of the server, once. `also` is what only the bench serves. */
export function openServer(app: App, also: Feature[] = []): Promise<FastifyInstance> {
  const features = [
    authzen,
    decisions,
    groups,
    grants,
    members,
    invites,
    setup,
    workspaces,
    tokens,
    roles,
    audit,
    echo,
    labels,
    resources,
    ...segment,
  ]
  return openHttp(app, [...features, ...also, metaFeature(() => describeApi(app, features))])
}

/** Who writes the letters of each kind that change() puts into the outbox. */
export const letters: Letters = {
  invite: (app, { workspaceId, payload }) =>
    inviteMail(app.database.db, app, workspaceId ?? '', String(payload.inviteId)),
}
