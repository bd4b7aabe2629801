import { type Command, InvalidArgumentError } from 'commander'
import type { Demo } from '../server/demo/demo.ts'
import type { Config } from '../server/platform/config.ts'
import { remark, say } from './tell.ts'

interface Flags {
  json?: true
  port?: string
  data: string
  empty?: true
  users: string[]
  catalog?: string
}

/** `claviger demo`: the server on a database of its own, with a workspace to look around in. */
export function addDemo(program: Command) {
  program
    .command('demo')
    .description('run the server with a demo workspace, on an embedded database of its own')
    .option('--port <port>', 'the port to listen on; 0 takes any free one', readPort)
    .option('--data <dir>', 'where the demo keeps its data; a second start finds it again', './data/demo')
    .option('--empty', 'only an owner and a token, no content')
    .option(
      '--users <emails>',
      'also add these people as members without roles, separated by commas',
      readEmails,
      [],
    )
    .option('--catalog <file>', 'use this catalog (YAML or JSON); the workspace is empty then')
    .option('--json', 'print one line of JSON when ready, and everything else to standard error')
    .action(run)
}

async function run(flags: Flags) {
  const startedAt = performance.now()
  if (!flags.json) remark('Starting the demo; the first time, this also makes its database …')
  const { openDemo } = await import('../server/demo/demo.ts')
  const { listen } = await import('../server/main.ts')
  const { openLog } = await import('../server/platform/log.ts')
  const { stopOnSignals } = await import('./running.ts')
  const config = await configOf(flags)
  const log = openLog(levelOf(config, flags))
  const demo = await openDemo(config, log, { isEmpty: flags.empty === true, users: flags.users })
  const running = await listen(demo.app)
  stopOnSignals(running)
  const { workspace, token, owner } = demo
  const url = running.app.config.publicUrl
  const { id, slug } = workspace
  if (flags.json) {
    const { email, password } = owner
    return say(JSON.stringify({ url, workspace: { id, slug }, token, owner: { email, password } }))
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  for (const line of welcome(demo, url)) say(line)
  remark(
    `Ready after ${seconds} s. Its data is in ${config.dataDir}; delete it to begin anew. Ctrl-C ends the demo.`,
  )
}

/** The embedded database whatever the environment says, and no mail to anybody: a demo touches nothing but itself. */
async function configOf({ port, data, catalog }: Flags): Promise<Config> {
  const { environmentWith, readConfig } = await import('../server/platform/config.ts')
  const itsOwn = { dataDir: data, databaseUrl: undefined, smtpUrl: undefined, mailFrom: undefined }
  const given = { ...(port && { port }), ...(catalog && { catalogFile: catalog }) }
  return readConfig(environmentWith({ ...itsOwn, ...given }))
}

/** Without --json somebody reads this: only what is wrong should come between. */
function levelOf({ logLevel }: Config, { json }: Flags): string {
  return !json && String(logLevel) === 'info' ? 'warn' : logLevel
}

function welcome({ workspace, token, owner, isNew, question }: Demo, url: string): string[] {
  const curl = `curl -s -H 'Authorization: Bearer ${token}'`
  return [
    '',
    `  ${workspace.name}${isNew ? '' : ', as you left it'}`,
    `  Address    ${url}`,
    `  Sign-in    ${owner.email}`,
    `  Password   ${owner.password}`,
    `  Token      ${token}`,
    `  Mailbox    ${url}/mailbox`,
    '',
    'Try:',
    '',
    `${curl} '${url}/api/users?pagination.count=3'`,
    `${curl} ${url}/api/groups`,
    `${curl} ${url}/api/decisions/explain -H 'Content-Type: application/json' -d '${JSON.stringify(question)}'`,
    '',
  ]
}

function readPort(text: string): string {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return text
  throw new InvalidArgumentError('It must be a whole number from 0 to 65535.')
}

function readEmails(text: string): string[] {
  const emails = text.split(',').map((email) => email.trim())
  const wrong = emails.find((email) => !/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 320)
  if (wrong === undefined) return emails
  throw new InvalidArgumentError(`${JSON.stringify(wrong)} is not an e-mail address.`)
}
