import type { Command } from 'commander'
import { say } from './tell.ts'

/** `claviger migrate`: brings the database to the schema of this version, and ends. */
export function addMigrate(program: Command) {
  program
    .command('migrate')
    .description(
      'bring the database to the schema of this version; the embedded one only while the server is stopped',
    )
    .action(async () => {
      const { migrate, schemaVersion } = await import('../server/db/migrate.ts')
      const { openDatabase } = await import('../server/db/open.ts')
      const { readConfig } = await import('../server/platform/config.ts')
      const { openLog } = await import('../server/platform/log.ts')
      const config = readConfig()
      const log = openLog(config.logLevel)
      const database = await openDatabase(config, log)
      try {
        const before = await schemaVersion(database.db)
        await migrate(database, log)
        const after = await schemaVersion(database.db)
        say(
          before === after
            ? `The schema is ${after} already.`
            : `The schema is ${after} now; it was ${before}.`,
        )
      } finally {
        await database.close()
      }
    })
}
