import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { ownerRole } from '../../contract/complete.ts'
import { grants } from '../../contract/grants.ts'
import { groups } from '../../contract/groups.ts'
import { members } from '../../contract/members.ts'
import { tokens } from '../../contract/tokens.ts'
import { clock, headersOf, openWorkspace } from '../../test/house.ts'
import { openVisit } from '../../test/support-visit.ts'

afterEach(() => clock.reset())

/** Sends the head of a request, which is enough to be admitted, and its body only when told. Answers the status line. */
function slowly(url: string, token: string, path: string, given: object) {
  const body = JSON.stringify(given)
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: ${hostname}`,
    ...Object.entries(headersOf(token, url)).map((header) => header.join(': ')),
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  return async () => {
    // Not ended: a server may hang up on who hangs up.
    socket.write(body)
    const [answer] = await once(socket, 'data')
    socket.destroy()
    return Number(String(answer).split(' ')[1])
  }
}

test('a request that began before the rights behind it were taken away changes nothing after', async () => {
  const { owner, member, url, slug, app, everything, tokenWith } = await openWorkspace()
  const ada = await member()
  const owning = [{ roleId: ownerRole(app.catalog).id, resources: [everything] }]
  const boss = await member(owning)
  const lent = await tokenWith(owning)
  const { userGroup } = await owner(groups.create, { body: { name: 'Owners' } })
  const params = { userGroupId: userGroup.id }
  await owner(grants.addToGroup, { params, body: { permissions: owning } })
  const body = { emails: [ada.email] }

  const byToken = slowly(url, lent.secret, `/api/groups/${userGroup.id}/users`, body)
  const byPerson = slowly(url, boss.session, `/w/${slug}/api/groups/${userGroup.id}/users`, body)
  await setTimeout(300)
  await owner(tokens.revoke, { params: { tokenId: lent.id } })
  await owner(grants.replaceForUser, { params: { userId: boss.id }, body: { permissions: [] } })

  assert.deepEqual([await byToken(), await byPerson()], [401, 401])
  const { user } = await owner(members.get, { params: { userId: ada.id } })
  assert.equal(user.isOwner, false)
})

test('a request that began in a visit of the support staff changes nothing once the visit is over', async () => {
  const place = await openWorkspace()
  const { secret } = await openVisit(place, 1)
  const path = `/w/${place.slug}/api/groups`

  const early = slowly(place.url, secret, path, { name: 'Early' })
  const late = slowly(place.url, secret, path, { name: 'Late' })
  await setTimeout(300)
  const status = await early()
  clock.move(8 * 3_600_000)

  assert.deepEqual([status, await late()], [200, 401])
  const { userGroups } = await place.owner(groups.list, { query: {} })
  assert.deepEqual(
    userGroups.map(({ name }) => name),
    ['Early'],
  )
})
