import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { audit } from '../contract/audit.ts'
import { groups } from '../contract/groups.ts'
import { support } from '../contract/support.ts'
import { workspaces } from '../contract/workspaces.ts'
import { start } from '../server/main.ts'
import { openLog } from '../server/platform/log.ts'
import { openJar } from './browser-jar.ts'
import { environmentOf, startChild } from './child-server.ts'
import { testPlace } from './database.ts'
import { as, headersOf, openWorkspace, testConfig } from './house.ts'

const command = fileURLToPath(new URL('../cli/main.ts', import.meta.url))
const execute = promisify(execFile)
const staff = ['--staff', 'sam@operator.test', '--name', 'Sam Support', '--reason', 'Ticket 4711']

test('the operator signs support staff in by `claviger support`, once an owner let them in, and until they are revoked', async () => {
  const place = await testPlace()
  const { PORT: _any, ...settings } = environmentOf(place)
  const running = await start(testConfig(settings), { log: openLog('silent') })
  const { slug, ownerInPerson } = await openWorkspace({ on: running })
  const olivia = await ownerInPerson()
  const env = {
    PATH: process.env.PATH,
    ...environmentOf(place),
    CLAVIGER_PUBLIC_URL: 'https://claviger.example',
  }
  const run = () => execute(process.execPath, [command, 'support', slug, ...staff], { env })
  await running.stop()
  await assert.rejects(run(), { code: 1, stdout: '', stderr: /not let in at present. An owner/ })
  const first = await startChild(place)
  const owner = (url: string) => as({ url: `${url}/w/${slug}`, headers: headersOf(olivia.session, url) })
  await owner(first.url)(support.grant, { body: { days: 2 } })
  await first.end('SIGTERM')

  const { stdout, stderr } = await run()

  const [, token = ''] = /^https:\/\/claviger\.example\/support#token=(cvh_\w{36})\n$/.exec(stdout) ?? []
  assert.match(stderr, new RegExp(`^Sam Support comes into ${slug} in the name of Olivia Owner`))
  const server = await startChild(place)
  const jar = openJar(server.url)
  const { workspace } = await jar.call(support.signIn, { body: { token } })
  const visit = jar.within(workspace.slug)
  await visit(groups.create, { body: { name: 'By support' } })
  const { events } = await owner(server.url)(audit.list, { query: { type: 'User Group Created' } })
  assert.deepEqual(
    events.map(({ actorName, onBehalfOf }) => [actorName, onBehalfOf?.name]),
    [['Sam Support', 'Olivia Owner']],
  )
  const again = openJar(server.url).call(support.signIn, { body: { token } })
  await assert.rejects(again, { code: 'link-gone' })
  await owner(server.url)(support.revoke, {})
  await assert.rejects(visit(workspaces.get, {}), { code: 'not-signed-in' })
  await server.end('SIGTERM')
})
