import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { account } from '../contract/account.ts'
import { signIn } from '../contract/sign-in.ts'
import { workspaces } from '../contract/workspaces.ts'
import { start } from '../server/main.ts'
import { openLog } from '../server/platform/log.ts'
import { openJar } from './browser-jar.ts'
import { environmentOf, startChild } from './child-server.ts'
import { testPlace } from './database.ts'
import { testConfig } from './house.ts'
import { openSamlWorkspace } from './sso-house.ts'

const PASSWORD = 'a long enough password'
const command = fileURLToPath(new URL('../cli/main.ts', import.meta.url))
const execute = promisify(execFile)

test('an owner without a password comes in by the link that `claviger recover` prints, where no mail is sent', async () => {
  const place = await testPlace()
  const { PORT: _any, ...settings } = environmentOf(place)
  const running = await start(testConfig(settings), { log: openLog('silent') })
  const opened = await openSamlWorkspace({ running, settings: { requireSso: true } })
  const { slug, ownerPerson: olivia } = opened
  await running.stop()
  const env = {
    PATH: process.env.PATH,
    ...environmentOf(place),
    CLAVIGER_PUBLIC_URL: 'https://claviger.example',
  }

  const { stdout } = await execute(process.execPath, [command, 'recover', slug, '--email', olivia.email], {
    env,
  })

  assert.match(stdout, new RegExp(`^${slug} does not require single sign-on any more`))
  const [, token = ''] = /https:\/\/claviger\.example\/reset-password#token=(\S+)\n$/.exec(stdout) ?? []
  const server = await startChild(place)
  const jar = openJar(server.url)
  await jar.call(signIn.resetPassword, { body: { token, password: PASSWORD } })
  await jar.call(signIn.withPassword, { body: { email: olivia.email, password: PASSWORD } })
  assert.equal((await jar.call(account.get, {})).account.email, olivia.email)
  assert.equal((await jar.within(slug)(workspaces.get, {})).workspace.settings.requireSso, false)
  await assert.rejects(jar.call(signIn.resetPassword, { body: { token, password: PASSWORD } }), {
    code: 'link-gone',
  })
  await server.end('SIGTERM')
})
