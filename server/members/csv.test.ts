import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inert } from '../../contract/csv.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { members } from '../../contract/members.ts'
import { segment } from '../../contract/segment.ts'
import { clock, headersOf, openWorkspace } from '../../test/house.ts'
import { setUpTotp } from '../../test/second-factor.ts'
import type { App } from '../caller/app.ts'
import { newId } from '../platform/ids.ts'

const roleId = (name: string) => segment.roles.find((role) => role.name === name)?.id ?? name
const SOURCE_ADMIN = roleId('Source Admin')
const COLUMNS =
  'Name,Email,Status,Permission,Individual Roles,Groups,Authentication,MFA,Last Seen,Date Added,Membership Ends'

test('owners download every member with roles and groups, and the download is in the audit trail', async () => {
  const { owner, ownerInPerson, member, everything, url, slug, app, id } = await openWorkspace()
  const headers = headersOf((await ownerInPerson()).session, url)
  const prod = { ...everything, labels: [{ key: 'environment', value: 'prod' }] }
  const ada = await member([{ roleId: SOURCE_ADMIN, resources: [prod] }])
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts, "all"' } })
  await owner(groups.addUsers, { params: { userGroupId: userGroup.id }, body: { emails: [ada.email] } })
  await owner(invites.create, { body: { invites: [{ email: 'pending@x.test' }] } })

  const response = await fetch(`${url}/w/${slug}/api/users.csv`, { headers })
  const bytes = Buffer.from(await response.arrayBuffer())

  assert.equal(response.headers.get('content-type'), 'text/csv; charset=utf-8')
  assert.equal(response.headers.get('content-disposition'), `attachment; filename="${slug}-users.csv"`)
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf])
  const lines = bytes.subarray(3).toString('utf8').split('\r\n')
  assert.equal(lines[0], COLUMNS)
  assert.match(lines[1] ?? '', /^Olivia Owner,.*,Active,Owner,Workspace Owner \(all\),,None,Off,20.*,20/)
  const roles = 'Source Admin \\(environment:prod\\)'
  const expected = `,${ada.email},Active,Member,${roles},"Analysts, ""all""",None,Off,20\\d\\d-.*,20`
  assert.match(lines[2] ?? '', new RegExp(expected))
  assert.deepEqual(lines.slice(3), [''])
  const { db } = app.database
  const events = await db.selectFrom('audit_events').where('workspace_id', '=', id).select('type').execute()
  assert.equal(events.filter((event) => event.type === 'Users Exported').length, 1)
})

test('the download says who has a second factor, and when each was last seen', async () => {
  const place = await openWorkspace()
  const ada = await place.member()
  await setUpTotp(place, ada)

  const text = await (await place.ownerInPerson()).call(members.exportAll, {})

  const line = text.split('\r\n').find((one) => one.includes(ada.email))
  const [authentication, mfa, lastSeen] = line?.split(',').slice(6) ?? []
  assert.deepEqual([authentication, mfa], ['None', 'On'])
  assert.equal(lastSeen?.slice(0, 10), clock.now().toISOString().slice(0, 10))
})

test('IO-2: no cell of the download is a formula', async () => {
  const { owner, ownerInPerson, member } = await openWorkspace()
  const names = ['=1+1', '+1', '-1', '@SUM(1)', '\uff1d1+1', '=1,\'"x']
  for (const name of names) {
    const ada = await member([], `${name.charAt(0)}${newId()}@x.test`)
    const { userGroup } = await owner(groups.create, { body: { name } })
    await owner(groups.addUsers, { params: { userGroupId: userGroup.id }, body: { emails: [ada.email] } })
  }

  const text = await (await ownerInPerson()).call(members.exportAll, {})

  const cells = text.slice(1).split(/,|\r\n/)
  const shown = cells.map((cell) => cell.replace(/^"/, ''))
  assert.deepEqual(
    shown.filter((cell) => /^[=+@\uff1d-]/.test(cell)),
    [],
  )
  for (const name of ['=1+1', '+1', '-1', '@SUM(1)', '\uff1d1+1']) assert.ok(shown.includes(`'${name}`), name)
})

test('IO-2: a formula behind space, or behind a tab or a new line, is none either', () => {
  for (const cell of [' =1', '\u00a0+1', '\t-1', '\t1', '\r1', '\n1', '  @x'])
    assert.equal(inert(cell), `'${cell}`)
  for (const cell of ['', 'a=1', '1-1', ' Ada', "'=1"]) assert.equal(inert(cell), cell)
})

test('a group is downloaded with its members alone, and another workspace has no such group', async () => {
  const { owner, ownerInPerson, member } = await openWorkspace()
  const other = await openWorkspace()
  const ada = await member()
  await member()
  const { userGroup } = await owner(groups.create, { body: { name: 'Analysts' } })
  const params = { userGroupId: userGroup.id }
  await owner(groups.addUsers, { params, body: { emails: [ada.email] } })

  const text = await (await ownerInPerson()).call(members.exportGroup, { params })

  assert.equal(text.trimEnd().split('\r\n').length, 2)
  assert.match(text, new RegExp(ada.email))
  const stranger = await other.ownerInPerson()
  await assert.rejects(stranger.call(members.exportGroup, { params }), { status: 404, code: 'not-found' })
})

test('who may not export gets nothing', async () => {
  const { owner, member } = await openWorkspace()
  const ada = await member()

  await assert.rejects(ada.call(members.exportAll, {}), { code: 'not-allowed' })
  // Not by a token either, an owner's included: somebody must be there (docs/decisions/0017).
  await assert.rejects(owner(members.exportAll, {}), { code: 'not-allowed' })
})

test('a download that spans several pages has everybody once', async () => {
  const { ownerInPerson, app, id } = await openWorkspace()
  const added = 4_300
  await addMembers(app.database.db, id, added)

  const text = await (await ownerInPerson()).call(members.exportAll, {})

  const emails = text
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.split(',')[1])
  assert.equal(emails.length, added + 1)
  assert.equal(new Set(emails).size, added + 1)
})

/** Many members at once, behind the API: adding them one by one would take minutes. */
async function addMembers(db: App['database']['db'], workspaceId: string, count: number) {
  const numbers = Array.from({ length: count }, (_, number) => number)
  const createdAt = new Date()
  const ids = numbers.map((number) => `${workspaceId}-${number}`)
  for (let start = 0; start < count; start += 1_000) {
    const part = ids.slice(start, start + 1_000)
    const users = part.map((id) => ({
      id,
      email: `${id}@x.test`,
      email_key: `${id}@x.test`.toLowerCase(),
      name: id,
      name_key: id.toLowerCase(),
      password_hash: null,
      created_at: createdAt,
    }))
    await db.insertInto('users').values(users).execute()
    const principals = part.map((id) => ({ workspace_id: workspaceId, id, kind: 'user' as const }))
    await db.insertInto('principals').values(principals).execute()
    const rows = part.map((id) => ({ workspace_id: workspaceId, user_id: id, created_at: createdAt }))
    await db.insertInto('memberships').values(rows).execute()
  }
}
