import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Connection, Refused } from '../client/call.ts'
import { authzen } from '../contract/authzen.ts'
import { grants } from '../contract/grants.ts'
import { groups } from '../contract/groups.ts'
import { labels } from '../contract/labels.ts'
import { resources } from '../contract/resources.ts'
import { tokens } from '../contract/tokens.ts'
import { start } from '../server/main.ts'
import { readConfig } from '../server/platform/config.ts'
import { environmentOf, startChild } from './child-server.ts'
import { closeAfterTests, testedDatabase, testLog, testPlace } from './database.ts'
import { openFixture, roleId } from './fixture.ts'
import { type As, as, clock } from './house.ts'
import { assertSound } from './worlds-agree.ts'

const ROUNDS = 10
const ASKERS = 4
const reads = roleId('Source Read-only')

/** One workspace behind one server, or behind two: this process and another on the same database. */
async function openServers() {
  const place = await testPlace()
  const { app, url, stop } = await start(readConfig(environmentOf(place)), { clock, log: testLog })
  closeAfterTests(stop)
  const { workspaceId, ids, credentials } = await openFixture(app, clock.now())
  const urls = [url]
  if (testedDatabase === 'postgres') {
    const child = await startChild(place)
    closeAfterTests(() => child.end('SIGTERM'))
    urls.push(child.url)
  }
  const token = credentials['owner token'] ?? ''
  const owners = urls.map((one) => as({ url: one, token }))
  return { app, ids, workspaceId, urls, owners, first: owners[0] as As, last: owners.at(-1) as As }
}

type Servers = Awaited<ReturnType<typeof openServers>>

/** The ways in which a right comes and goes. Each ends with a call that has answered. */
function ways({
  first,
  ids,
  workspaceId,
}: Servers): Record<string, { give(): Promise<unknown>; take(): Promise<unknown> }> {
  const everything = { id: workspaceId, type: 'WORKSPACE' }
  const held = [{ roleId: reads, resources: [everything] }]
  const label = { key: 'brand', value: 'acme' }
  const set = (permissions: typeof held) =>
    first(grants.replaceForUser, { params: { userId: ids.member }, body: { permissions } })
  const setGroup = (permissions: typeof held) =>
    first(grants.replaceForGroup, { params: { userGroupId: ids.group }, body: { permissions } })
  const fill = (emails: string[]) =>
    first(groups.replaceUsers, { params: { userGroupId: ids.group }, body: { emails } })
  const mark = (some: (typeof label)[]) =>
    first(resources.update, { params: { type: 'source', id: ids.source }, body: { labels: some } })
  const labelled = [{ roleId: reads, resources: [{ ...everything, labels: [label] }] }]
  return {
    'a grant': { give: () => set(held), take: () => set([]) },
    'a membership in a group': {
      give: async () => [await setGroup(held), await fill([ids.memberEmail])],
      take: () => fill([]),
    },
    "a group's grant": {
      give: async () => [await setGroup(held), await fill([ids.memberEmail])],
      take: () => setGroup([]),
    },
    'a label on the resource': {
      give: async () => [await fill([]), await set(labelled), await mark([label])],
      take: () => mark([]),
    },
  }
}

function asks({ ids }: Servers, who: As, id = ids.member) {
  return who(authzen.evaluate, {
    body: {
      subject: { type: 'user', id },
      action: { name: 'source:read' },
      resource: { type: 'source', id: ids.source },
    },
  })
}

test('after a right was taken away, no decision that starts later has it, on any server', async () => {
  const servers = await openServers()
  for (const [what, { give, take }] of Object.entries(ways(servers))) {
    for (let round = 0; round < ROUNDS; round++) {
      await give()
      for (const owner of servers.owners)
        assert.equal((await asks(servers, owner)).decision, true, `${what} was given`)
      let isTaken = false
      let answersAfter = 0
      let isOver = false
      const askers = Array.from({ length: ASKERS }, async (_, index) => {
        const owner = servers.owners[index % servers.owners.length] as As
        while (!isOver) {
          const isLate = isTaken
          const { decision } = await asks(servers, owner)
          if (!isLate) continue
          answersAfter++
          assert.equal(decision, false, `${what} was taken away before this was asked`)
        }
      })

      await take()

      isTaken = true
      while (answersAfter < ASKERS * 2) await Promise.race([asks(servers, servers.last), ...askers])
      isOver = true
      await Promise.all(askers)
    }
  }
  await assertSound(servers.app)
})

test('a revoked token is refused by the very next request, on any server', async () => {
  const servers = await openServers()
  const { first, urls } = servers
  for (let round = 0; round < ROUNDS; round++) {
    const { token, secret } = await first(tokens.create, {
      body: { description: `t${round}`, access: 'owner' },
    })
    const uses = urls.map((url): Connection => ({ url, token: secret }))
    for (const use of uses) await as(use)(labels.list, {})

    await first(tokens.revoke, { params: { tokenId: token.id } })

    for (const use of uses) await assert.rejects(as(use)(labels.list, {}), isRefusal)
  }
  await assertSound(servers.app)
})

test('what is changed on one server is seen at once on the other', {
  skip: testedDatabase === 'embedded',
}, async () => {
  const servers = await openServers()
  const everything = { id: servers.workspaceId, type: 'WORKSPACE' }
  for (let round = 0; round < 100; round++) {
    const writer = servers.owners[round % 2] as As
    const reader = servers.owners[(round + 1) % 2] as As
    const isGiven = round % 3 !== 0
    const permissions = isGiven ? [{ roleId: reads, resources: [everything] }] : []

    await writer(grants.replaceForUser, { params: { userId: servers.ids.member }, body: { permissions } })

    assert.equal((await asks(servers, reader)).decision, isGiven, `round ${round}`)
  }
  await assertSound(servers.app)
})

function isRefusal(error: unknown): boolean {
  return error instanceof Refused && error.status === 401
}
