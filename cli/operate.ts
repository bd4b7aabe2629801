import type { setPlan } from '../server/workspaces/workspaces.ts'

/** Who acts at the command line, on the database itself. */
export type Acting = Parameters<typeof setPlan>[0]

/** Opens the app of this machine's configuration, does an operator's work in it, and gives the database back. */
export async function operate(work: (acting: Acting) => Promise<void>) {
  const { closeApp, openApp } = await import('../server/main.ts')
  const { readConfig } = await import('../server/platform/config.ts')
  const { newId } = await import('../server/platform/ids.ts')
  const app = await openApp(readConfig())
  try {
    await work({ app, now: app.clock.now(), requestId: newId(), ip: null, idempotency: null })
  } finally {
    await closeApp(app)
  }
}
