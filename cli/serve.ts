import { flushCompileCache } from 'node:module'
import type { Command } from 'commander'
import { say } from './tell.ts'

/** `claviger serve`: the server. On an empty installation it prints the one-time link that sets it up. */
export function addServe(program: Command) {
  program
    .command('serve')
    .description('run the server; on an empty installation, print the one-time link that sets it up')
    .action(async () => {
      const { start } = await import('../server/main.ts')
      const { readConfig } = await import('../server/platform/config.ts')
      const { setUpLink } = await import('../server/setup/setup.ts')
      const { stopOnSignals } = await import('./running.ts')
      const running = await start(readConfig())
      stopOnSignals(running)
      say(`Claviger listens at ${running.url}\nOpen it at ${running.app.config.publicUrl}`)
      // Otherwise it is kept when the process ends well, which a server often does not.
      flushCompileCache()
      const link = await setUpLink(running.app)
      if (link) say(`Nobody has set up this server yet. Open this link, which works once:\n\n  ${link}\n`)
    })
}
