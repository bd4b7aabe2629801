import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { call } from '../client/call.ts'
import { audit } from '../contract/audit.ts'
import { groups } from '../contract/groups.ts'
import { invites } from '../contract/invites.ts'
import { members } from '../contract/members.ts'
import { resources } from '../contract/resources.ts'
import { setup } from '../contract/setup.ts'
import { tokens } from '../contract/tokens.ts'
import { workspaces } from '../contract/workspaces.ts'

// The real commands, each a process of its own, on the embedded database.
const root = fileURLToPath(new URL('..', import.meta.url))
const room = mkdtempSync(join(tmpdir(), 'claviger-cli-'))
const running = new Set<ChildProcess>()
after(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(room, { recursive: true, force: true, maxRetries: 5 })
})

type Environment = Record<string, string>

function claviger(args: string[], env: Environment = {}) {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, ['cli/main.ts', ...args], { cwd: root, env: { PATH, HOME, ...env } })
  running.add(child)
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (text) => (said.stdout += text))
  child.stderr.on('data', (text) => (said.stderr += text))
  const ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child)
    return { code: code as number | null, signal, ...said }
  })
  return { child, said, ended }
}

/** Runs a command to its end. */
function run(args: string[], env?: Environment) {
  return claviger(args, env).ended
}

/** Starts a command that serves, and waits until its standard output says so. */
async function serving(args: string[], ready: RegExp, env?: Environment) {
  const server = claviger(args, env)
  const isReady = new Promise<void>((resolve) => {
    server.child.stdout.on('data', () => ready.test(server.said.stdout) && resolve())
  })
  const early = await Promise.race([isReady, server.ended])
  if (early) assert.fail(`it ended instead of serving (${early.code}): ${early.stderr}`)
  const stop = (signal: NodeJS.Signals) => {
    server.child.kill(signal)
    return server.ended
  }
  return { ...server, stop }
}

interface Line {
  url: string
  workspace: { id: string; slug: string }
  token: string
  owner: { email: string; password: string }
}

async function demo(...args: string[]) {
  const server = await serving(['demo', '--json', '--port', '0', ...args], /\n/)
  const line: Line = JSON.parse(server.said.stdout)
  return { ...server, line, connection: { url: line.url, token: line.token } }
}

test('the demo prints one line, has something to look at, and is found again as it was left, even after kill -9', async () => {
  const data = join(room, 'demo')
  const first = await demo('--data', data, '--users', 'ada@extra.example, grace@extra.example')
  assert.deepEqual(Object.keys(first.line), ['url', 'workspace', 'token', 'owner'])
  assert.equal(first.said.stdout.split('\n').length, 2)
  const { workspace } = await call(first.connection, workspaces.get, {})
  assert.deepEqual({ id: workspace.id, slug: workspace.slug }, first.line.workspace)
  const query = {}
  const { users } = await call(first.connection, members.list, { query })
  assert.ok(users.length >= 15)
  assert.deepEqual(users.find((user) => user.email === 'grace@extra.example')?.permissions, [])
  const registry = await call(first.connection, resources.list, { query })
  assert.ok(registry.resources.length >= 30)
  assert.equal(new Set(registry.resources.map((one) => one.type)).size, 6)
  const { invites: pending } = await call(first.connection, invites.list, { query })
  assert.ok(pending.length >= 3)
  const { events } = await call(first.connection, audit.list, { query: { pagination: { count: 1_000 } } })
  const byOwner = events.filter(
    ({ actorKind, actorName }) => actorKind === 'user' && actorName === 'Maya Lindqvist',
  )
  // The server adds those of --users, and opens the workspace, as it does in every installation.
  const byServer = ['User Added', 'User Added', 'Token Policy Updated', 'Policy Created', 'Token Created']
  byServer.push('User Policy Updated', 'Policy Created', 'User Added', 'Workspace Created')
  assert.ok(byOwner.length > 50)
  assert.deepEqual(
    events.filter((event) => !byOwner.includes(event)).map(({ type }) => type),
    byServer,
  )
  assert.equal(statSync(join(data, 'demo.json')).mode & 0o777, 0o600)

  const refused = await run(['demo', '--json', '--port', '0', '--data', data])
  assert.equal(refused.code, 1)
  assert.match(refused.stderr, /Another process is using the data directory/)
  assert.equal(refused.stdout, '')

  const { userGroup } = await call(first.connection, groups.create, { body: { name: 'Made by hand' } })
  await first.stop('SIGKILL')
  const second = await demo('--data', data, '--users', 'ada@extra.example')
  assert.deepEqual({ ...second.line, url: '' }, { ...first.line, url: '' })
  await call(second.connection, groups.get, { params: { userGroupId: userGroup.id } })
  const { token } = await call(second.connection, tokens.current, {})
  await call(second.connection, tokens.revoke, { params: { tokenId: token.id } })
  const stopped = await second.stop('SIGTERM')
  assert.deepEqual([stopped.code, stopped.signal], [0, null])

  const third = await demo('--data', data)
  const after = await call(third.connection, workspaces.get, {})
  assert.equal(after.workspace.id, workspace.id)
  await third.stop('SIGINT')
})

test('an empty demo takes another catalog, and has its owner, a token and the asked-for people', async () => {
  const catalog = join(root, 'test/fixtures/authzen-catalog.yaml')
  const args = [
    '--data',
    join(room, 'empty'),
    '--empty',
    '--catalog',
    catalog,
    '--users',
    'rick@the-citadel.com',
  ]
  const server = await demo(...args)

  const { users } = await call(server.connection, members.list, { query: {} })
  const registry = await call(server.connection, resources.list, { query: {} })

  assert.deepEqual(
    users.map((user) => user.email).sort(),
    [server.line.owner.email, 'rick@the-citadel.com'].sort(),
  )
  assert.deepEqual(registry.resources, [])
  await server.stop('SIGTERM')
})

test('what is not understood ends with 1 and says what would be', async () => {
  const wrong: [args: string[], says: RegExp][] = [
    [['demo', '--jsn'], /unknown option '--jsn'[\s\S]*Did you mean --json/],
    [['demo', '--port', '99999'], /whole number from 0 to 65535/],
    [['demo', '--users', 'ada'], /"ada" is not an e-mail address/],
    [['demo', '--data', room, '--catalog', 'nowhere.yaml'], /There is no catalog at nowhere.yaml/],
    [['workspace', 'hipaa', 'acme', 'maybe'], /Allowed choices are on, off/],
    [['recover'], /missing required argument 'slug'/],
    [['sreve'], /unknown command 'sreve'[\s\S]*serve/],
    [['why', 'ada'], /missing required argument 'action'/],
    [['why', 'ada', 'source:edit', 'source:web'], /CLAVIGER_TOKEN/],
    [['token', 'create', '--description', 'x', '--token', 'cvt_x'], /--owner, or --role/],
  ]

  const answers = await Promise.all(wrong.map(([args]) => run(args)))

  for (const [index, { code, stderr, stdout }] of answers.entries()) {
    assert.equal(code, 1)
    assert.match(stderr, wrong[index]?.[1] ?? /^$/)
    assert.equal(stdout, '')
  }
})

test('the settings are printed without their secrets, and all their problems at once', async () => {
  const secrets = { CLAVIGER_SECRET_KEY: 'k'.repeat(40), CLAVIGER_SMTP_URL: 'smtp://u:pass-word@mail.test' }
  const good = await run(['config'], { ...secrets, CLAVIGER_MAIL_FROM: 'a@mail.test' })
  const bad = await run(['serve'], { CLAVIGER_PORTT: '1', CLAVIGER_INVITE_DAYS: 'many' })

  assert.equal(good.code, 0)
  assert.doesNotMatch(good.stdout, /kkkk|pass-word/)
  assert.match(good.stdout, /CLAVIGER_MAIL_FROM\s+a@mail.test/)
  assert.equal(bad.code, 1)
  assert.match(bad.stderr, /CLAVIGER_PORTT[\s\S]*CLAVIGER_INVITE_DAYS/)
})

test('a new server is set up through the link it prints, and then worked with from the command line', async () => {
  const env = { CLAVIGER_DATA_DIR: join(room, 'server'), CLAVIGER_PORT: '0' }
  const migrated = await run(['migrate'], { CLAVIGER_DATA_DIR: env.CLAVIGER_DATA_DIR })
  assert.deepEqual([migrated.code, /The schema is/.test(migrated.stdout)], [0, true])

  const server = await serving(['serve'], /setup\?token=\w+\n/, env)
  const link = new URL(/http\S+setup\S+/.exec(server.said.stdout)?.[0] ?? '')
  const body = {
    token: link.searchParams.get('token') ?? '',
    workspace: { name: 'Acme', slug: 'acme' },
    owner: { name: 'Ada', email: 'ada@acme.test', password: 'a long enough password' },
  }
  const { token } = await call({ url: link.origin }, setup.setUp, { body })
  assert.match(await (await fetch(link)).text(), /used up/)
  const asOwner = { CLAVIGER_URL: link.origin, CLAVIGER_TOKEN: token }

  const created = await run(['token', 'create', '--description', 'CI', '--role', 'Source Read-only'], asOwner)
  assert.equal(created.code, 0, created.stderr)
  assert.match(created.stdout, /^cvt_\w+\n$/)
  const yes = await run(['why', 'ada@acme.test', 'source:edit', 'source:web', '--json'], asOwner)
  assert.deepEqual([yes.code, JSON.parse(yes.stdout).allowed], [0, true])
  const itsId = await call({ url: link.origin, token: created.stdout.trim() }, tokens.current, {})
  const no = await run(['why', `token:${itsId.token.id}`, 'source:edit', 'source:web'], asOwner)
  assert.equal(no.code, 2)
  assert.match(no.stdout, /^No\. /)
  const stranger = await run(['why', 'ada@acme.test', 'source:edit', 'source'], {
    ...asOwner,
    CLAVIGER_TOKEN: 'cvt_x',
  })
  assert.deepEqual([stranger.code, /valid token/.test(stranger.stderr)], [1, true])

  const tooEarly = await run(['workspace', 'plan', 'acme', 'team'], env)
  assert.deepEqual([tooEarly.code, /Another process/.test(tooEarly.stderr)], [1, true])
  assert.equal((await server.stop('SIGTERM')).code, 0)
  const eligible = await run(['workspace', 'hipaa', 'acme', 'on'], env)
  assert.deepEqual([eligible.code, eligible.stdout], [0, 'acme is HIPAA-eligible now.\n'])
  const nowhere = await run(['recover', 'nowhere'], env)
  assert.deepEqual([nowhere.code, /no workspace with the slug nowhere/.test(nowhere.stderr)], [1, true])
  const open = await run(['recover', 'acme'], env)
  const says = 'acme did not require single sign-on: nothing had to be switched off.\n'
  assert.deepEqual([open.code, open.stdout], [0, says])
  const moved = await run(['workspace', 'plan', 'acme', 'team'], env)
  assert.deepEqual([moved.code, moved.stdout], [0, 'acme is on the plan team now; it was business.\n'])

  const again = await serving(['serve'], /listens at/, env)
  const stopped = await again.stop('SIGTERM')
  assert.doesNotMatch(stopped.stdout, /setup/)
  const real = await run(['demo', '--data', env.CLAVIGER_DATA_DIR, '--port', '0'])
  assert.deepEqual([real.code, /not of a demo/.test(real.stderr)], [1, true])
})
