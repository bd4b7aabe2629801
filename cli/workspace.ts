import type { Command } from 'commander'
import { say } from './tell.ts'

/** `claviger workspace …`: what only the operator does to a workspace, in the database itself. */
export function addWorkspace(program: Command) {
  program
    .command('workspace')
    .description('what only the operator of the server does to a workspace')
    .command('plan')
    .description(
      'move a workspace to another plan. This opens the database itself: with the embedded database, stop the server first',
    )
    .argument('<slug>', 'the workspace, as in /w/{slug}')
    .argument('<plan>', 'a plan of the catalog, such as business')
    .action(async (slug: string, plan: string) => {
      const { closeApp, openApp } = await import('../server/main.ts')
      const { readConfig } = await import('../server/platform/config.ts')
      const { newId } = await import('../server/platform/ids.ts')
      const { setPlan } = await import('../server/workspaces/workspaces.ts')
      const app = await openApp(readConfig())
      try {
        const acting = { app, now: app.clock.now(), requestId: newId(), ip: null, idempotency: null }
        const { from, to } = await setPlan(acting, slug, plan)
        say(
          from === to
            ? `${slug} is on the plan ${to} already.`
            : `${slug} is on the plan ${to} now; it was ${from}.`,
        )
      } finally {
        await closeApp(app)
      }
    })
}
