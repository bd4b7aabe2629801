import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type DestinationStream, pino } from 'pino'
import { testDirectory } from '../../test/rooms.ts'
import { openLog } from '../platform/log.ts'
import { openEmbedded, syncs } from './embedded.ts'
import { makeTemplate } from './make-template.ts'
import { schemaVersion } from './migrate.ts'

const room = testDirectory()
const log = openLog('silent')
const at = new Date(0)
const workspace = (id: string) => ({ id, slug: id, name: id, plan: 'p', created_at: at })

test('a new data directory is made from the template, private, and keeps what was written', async () => {
  await makeTemplate(log)
  const dir = join(room, 'new', 'data')
  const said: string[] = []
  const listening: DestinationStream = { write: (line) => void said.push(line) }

  const first = await openEmbedded(dir, pino(listening))
  await first.db.insertInto('workspaces').values(workspace('kept')).execute()
  await first.close()
  const second = await openEmbedded(dir, log)
  const found = await second.db.selectFrom('workspaces').select('id').execute()
  const version = await schemaVersion(second.db)
  await second.close()

  assert.deepEqual(said, [])
  assert.deepEqual(found, [{ id: 'kept' }])
  assert.ok(version > 0)
  assert.equal(statSync(dir).mode & 0o777, 0o700)
  assert.deepEqual(readdirSync(dir).sort(), ['lock', 'pg'])
})

test('a first start that was killed half way is begun anew', async () => {
  const dir = join(room, 'half')
  mkdirSync(join(dir, 'pg.new', 'base'), { recursive: true })
  writeFileSync(join(dir, 'pg.new', 'PG_VERSION'), '18')

  const database = await openEmbedded(dir, log)
  const version = await schemaVersion(database.db)
  await database.close()

  assert.ok(version > 0)
  assert.equal(existsSync(join(dir, 'pg.new')), false)
})

test('a second process on the same directory is refused and told what to do', async () => {
  const dir = join(room, 'shared')
  const database = await openEmbedded(dir, log)
  await database.db.insertInto('workspaces').values(workspace('mine')).execute()

  const other = spawnSync(process.execPath, ['--input-type=module', '-e', openIn(dir, '')], {
    encoding: 'utf8',
  })

  assert.equal(other.status, 1)
  assert.match(other.stderr, /Another process is using the data directory .*shared/)
  assert.match(other.stderr, /CLAVIGER_DATA_DIR/)
  const rows = await database.db.selectFrom('workspaces').select('id').execute()
  assert.deepEqual(rows, [{ id: 'mine' }])
  await database.close()
})

test('every commit is on the disk before it is acknowledged', async () => {
  const database = await openEmbedded(join(room, 'syncs'), log)
  const commits = 5
  await database.db.insertInto('workspaces').values(workspace('first')).execute()

  const before = syncs.count
  for (let n = 0; n < commits; n++)
    await database.db
      .insertInto('workspaces')
      .values(workspace(`w${n}`))
      .execute()
  const during = syncs.count - before

  assert.ok(during >= commits, `${during} syncs for ${commits} commits`)
  await database.close()
})

test('what was acknowledged survives kill -9, and the lock does not', async () => {
  const dir = join(room, 'killed')
  const writes = `for (let n = 0; ; n++) {
    await d.db.insertInto('workspaces').values({ id: 'w' + n, slug: 'w' + n, name: 'n', plan: 'p', created_at: new Date() }).execute()
    process.stdout.write(n + '\\n')
  }`
  const writer = spawn(process.execPath, ['--input-type=module', '-e', openIn(dir, writes)])
  let acknowledged = ''
  for await (const chunk of writer.stdout) {
    acknowledged += chunk
    if (acknowledged.split('\n').length > 30) break
  }
  writer.kill('SIGKILL')
  if (writer.signalCode === null) await once(writer, 'exit')

  const database = await openEmbedded(dir, log)
  const rows = await database.db.selectFrom('workspaces').select('id').execute()
  await database.close()

  const last = Number(acknowledged.trim().split('\n').at(-1))
  const found = new Set(rows.map((row) => row.id))
  const lost = Array.from({ length: last + 1 }, (_, n) => `w${n}`).filter((id) => !found.has(id))
  assert.deepEqual(lost, [])
  assert.ok(last >= 25)
})

test('in memory, nothing is kept and nothing is needed', async () => {
  const database = await openEmbedded(':memory:', log)

  const version = await schemaVersion(database.db)

  assert.equal(version, 0)
  await database.close()
})

/** A program for another process that opens the directory as `d`. */
function openIn(dir: string, then: string): string {
  const opening = new URL('./embedded.ts', import.meta.url).href
  const logging = new URL('../platform/log.ts', import.meta.url).href
  return `import { openEmbedded } from '${opening}'
    import { openLog } from '${logging}'
    const d = await openEmbedded(${JSON.stringify(dir)}, openLog('silent'))
    ${then}`
}
