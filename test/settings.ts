import type { App } from '../server/caller/app.ts'
import type { Config } from '../server/platform/config.ts'

/** The settings of a workspace that nobody has changed. */
export const noSettings = {
  requireMfa: false,
  sessionHours: null,
  idleMinutes: null,
  requireSso: false,
  provisionSso: false,
}

/** Gives a workspace these settings and no others, without asking whether its owner may. */
export async function decree({ app, id }: { app: App; id: string }, wanted: Partial<typeof noSettings>) {
  const settings = JSON.stringify(wanted)
  await app.database.db
    .transaction()
    .execute((tx) => tx.updateTable('workspaces').where('id', '=', id).set({ settings }).execute())
  app.identities.forget()
}

/** A server with other settings for as long as `work` takes. */
export async function withSettings<Value>(
  app: App,
  settings: Partial<Config>,
  work: () => Promise<Value>,
): Promise<Value> {
  const before = app.config
  app.config = { ...before, ...settings }
  try {
    return await work()
  } finally {
    app.config = before
  }
}

/** A server whose sign-in file names this provider alone, for as long as `work` takes. */
export async function withProvider<Value>(
  app: App,
  more: Partial<App['signIn']['providers'][number]>,
  work: () => Promise<Value>,
): Promise<Value> {
  const before = app.signIn
  app.signIn = { ...before, providers: [{ ...acme, ...more }] }
  try {
    return await work()
  } finally {
    app.signIn = before
  }
}

const acme: App['signIn']['providers'][number] = {
  id: 'acme',
  kind: 'other',
  name: 'Acme',
  issuer: 'https://accounts.acme.test',
  clientId: 'claviger',
  clientSecret: 'a secret of the test',
  scopes: ['openid'],
  manageUrl: 'https://acme.test/me',
  signUpUrl: 'https://acme.test/join',
  closeUrl: null,
  forNewPeople: false,
  secondFactor: false,
}
