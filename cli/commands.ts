import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { addConfig } from './config.ts'
import { addDemo } from './demo.ts'
import { addMigrate } from './migrate.ts'
import { addRecover } from './recover.ts'
import { addServe } from './serve.ts'
import { addSupport } from './support.ts'
import { tellError } from './tell.ts'
import { addToken } from './token.ts'
import { addWhy } from './why.ts'
import { addWorkspace } from './workspace.ts'

const { version, description } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

/** The table of contents: every noun, once. What a command needs is loaded when it runs, so that the light ones are quick. */
const program = new Command('claviger')
  .description(`${description}\nSettings come from the environment: docs/CONFIGURATION.md.`)
  .version(version)
  .showHelpAfterError('(Add --help to see what there is.)')

for (const add of [
  addServe,
  addDemo,
  addMigrate,
  addConfig,
  addWhy,
  addToken,
  addWorkspace,
  addRecover,
  addSupport,
])
  add(program)

try {
  await program.parseAsync()
} catch (error) {
  tellError(error)
}
