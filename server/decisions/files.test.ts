import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decisions } from '../../contract/decisions.ts'
import { groups } from '../../contract/groups.ts'
import { resources } from '../../contract/resources.ts'
import { openWorkspace } from '../../test/house.ts'
import { onAll, onSome, registerSources } from '../../test/registry.ts'

const MARK = '\uFEFF'

/** The lines of a file, without its heading and its end. The client takes the mark away. */
function linesOf(text: string): string[] {
  return text.split('\r\n').slice(1, -1)
}

test('who can do something is downloaded, members and tokens, and no cell is a formula', async () => {
  const workspace = await openWorkspace()
  const { member, ownerPerson, tokenWith, url, slug, token } = workspace
  await registerSources(workspace, ['ios'])
  const ada = await member([onSome('Source Admin', 'SOURCE', 'ios')], '=ada@x.test')
  const reader = await tokenWith([onAll(workspace, 'Source Read-only')])
  const path = '/api/decisions/who-can.csv?action=source:read&resourceType=SOURCE&resourceId=ios'

  const response = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } })
  const text = Buffer.from(await response.arrayBuffer()).toString('utf8')

  assert.equal(response.headers.get('content-type'), 'text/csv; charset=utf-8')
  assert.equal(response.headers.get('content-disposition'), `attachment; filename="${slug}-who-can.csv"`)
  assert.ok(text.startsWith(`${MARK}Type,Id,Name,Email,Until\r\n`))
  const lines = linesOf(text)
  assert.equal(lines.length, 4)
  assert.ok(lines.includes(`user,${ada.id},'=ada,'=ada@x.test,`))
  assert.ok(lines.includes(`user,${ownerPerson.id},Olivia Owner,${ownerPerson.email},`))
  assert.ok(lines.includes(`token,${reader.id},test,,`))
})

test('what somebody can do is downloaded, for oneself by everybody, for others by who may ask', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  await registerSources(workspace, ['ios', 'web'])
  await owner(resources.put, { params: { type: 'source', id: 'formula' }, body: { name: '=1+1' } })
  const ada = await member([onSome('Source Admin', 'SOURCE', 'ios', 'formula')])
  const grace = await member()
  const about = { action: 'source:edit', resourceType: 'source' }
  const ofAda = { ...about, subjectType: 'user', subjectId: ada.id }

  const own = await ada.call(decisions.whatCanFile, { query: about })
  const byOwner = await owner(decisions.whatCanFile, { query: ofAda })

  assert.deepEqual(linesOf(own), ["SOURCE,formula,'=1+1,", 'SOURCE,ios,ios,'])
  assert.equal(byOwner, own)
  await assert.rejects(grace.call(decisions.whatCanFile, { query: ofAda }), { code: 'not-allowed' })
})

test('everything that reaches a member is downloaded with the way it does', async () => {
  const workspace = await openWorkspace()
  const { owner, member } = workspace
  await registerSources(workspace, ['ios'])
  const ada = await member([onSome('Source Admin', 'SOURCE', 'ios')])
  const grace = await member()
  const permissions = [onAll(workspace, 'Tracking Plan Read-only')]
  await owner(groups.create, { body: { name: '=Planners', permissions, emails: [ada.email] } })
  const params = { userId: ada.id }

  const own = await ada.call(decisions.accessFile, { params })
  const byOwner = await owner(decisions.accessFile, { params })

  assert.equal(byOwner, own)
  assert.ok(own.startsWith('Resource Type,Role,Actions,On,Through,Active,From,Until\r\n'))
  const lines = linesOf(own)
  assert.ok(
    lines.some((line) => /^SOURCE,Source Admin,source:read;.*,the source “ios”,Directly,Yes,,$/.test(line)),
  )
  assert.ok(
    lines.some((line) =>
      /^TRACKING_PLAN,Tracking Plan Read-only,.*,everything,Group =Planners,Yes,,$/.test(line),
    ),
  )
  await assert.rejects(grace.call(decisions.accessFile, { params }), { code: 'not-allowed' })
})

test('a download of what is not there, or of another workspace, is refused before it begins', async () => {
  const here = await openWorkspace()
  const there = await openWorkspace()
  const stranger = await there.member()
  const plain = await here.member()
  const who = { action: 'source:read', resourceType: 'source' }
  const { owner } = here

  const ofStranger = { ...who, subjectType: 'user', subjectId: stranger.id }
  await assert.rejects(owner(decisions.whatCanFile, { query: ofStranger }), { status: 404 })
  await assert.rejects(owner(decisions.accessFile, { params: { userId: stranger.id } }), { status: 404 })
  await assert.rejects(owner(decisions.whoCanFile, { query: { ...who, action: 'no' } }), { status: 422 })
  await assert.rejects(owner(decisions.whatCanFile, { query: { ...who, resourceType: 'no' } }), {
    status: 422,
  })
  await assert.rejects(plain.call(decisions.whoCanFile, { query: who }), { code: 'not-allowed' })
})
