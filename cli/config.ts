import type { Command } from 'commander'

/** `claviger config`: every setting as the server would see it, secrets hidden; all problems at once. */
export function addConfig(program: Command) {
  program
    .command('config')
    .description('print every setting as the server sees it, secrets hidden')
    .action(async () => {
      const { printConfig, readConfig } = await import('../server/platform/config.ts')
      process.stdout.write(printConfig(readConfig()))
    })
}
