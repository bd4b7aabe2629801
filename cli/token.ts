import type { Command } from 'commander'
import { type Connection, call } from '../client/call.ts'
import { type ConnectionFlags, connectionOf, overHttp } from './connection.ts'
import { remark, say } from './tell.ts'

interface Flags extends ConnectionFlags {
  description: string
  owner?: true
  role: string[]
  on: string[]
  label: string[]
  expires?: string
  json?: true
}

/** `claviger token …`: API tokens, over the API. */
export function addToken(program: Command) {
  const create = program
    .command('token')
    .description('API tokens')
    .command('create')
    .description('create an API token; only its secret is printed on standard output, once')
    .requiredOption('--description <text>', 'what it is for')
    .option('--owner', 'may do everything in the workspace')
    .option('--role <name or id>', 'a role that it holds (may be repeated)', collect, [])
    .option('--on <type:id>', 'the roles hold on this resource only (may be repeated)', collect, [])
    .option(
      '--label <key:value>',
      'the roles hold on what has this label; several labels: on what has all',
      collect,
      [],
    )
    .option('--expires <moment>', 'when it ends, such as 2027-01-31T00:00:00Z')
    .option('--json', 'print the whole answer as JSON')
  overHttp(create).action(async (flags: Flags) => {
    const connection = connectionOf(flags)
    const { tokens } = await import('../contract/tokens.ts')
    const { token, secret } = await call(connection, tokens.create, { body: await bodyOf(connection, flags) })
    if (flags.json) return say(JSON.stringify({ token, secret }))
    remark(`The token ${token.id} (${token.description}) was created. Its secret is shown only now:`)
    say(secret)
  })
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}

async function bodyOf(connection: Connection, { description, owner, role, on, label, expires }: Flags) {
  const common = { description, ...(expires === undefined ? {} : { expiresAt: expires }) }
  const isNarrow = role.length + on.length + label.length > 0
  if (owner && isNarrow)
    throw new Error('--owner stands alone: an owner has no need of --role, --on or --label.')
  if (owner) return { ...common, access: 'owner' as const }
  if (role.length === 0) throw new Error('Say what it may do: --owner, or --role once or more.')
  if (on.length > 0 && label.length > 0)
    throw new Error('Give --on or --label, not both: they are different scopes.')

  const resources = on.length > 0 ? on.map(resourceOf) : [await everything(connection, label)]
  return { ...common, access: 'member' as const, permissions: role.map((roleId) => ({ roleId, resources })) }
}

async function everything(connection: Connection, labels: string[]) {
  const { workspaces } = await import('../contract/workspaces.ts')
  const { workspace } = await call(connection, workspaces.get, {})
  const named = labels
    .map((label) => pair(label, '--label', 'key:value'))
    .map(([key, value]) => ({ key, value }))
  return { id: workspace.id, type: 'WORKSPACE', labels: named }
}

function resourceOf(text: string) {
  const [type, id] = pair(text, '--on', 'type:id')
  return { type, id }
}

function pair(text: string, flag: string, form: string): [string, string] {
  const colon = text.indexOf(':')
  if (colon < 1 || colon === text.length - 1) throw new Error(`${flag} is written ${form}, not ${text}`)
  return [text.slice(0, colon), text.slice(colon + 1)]
}
