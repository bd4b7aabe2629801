import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { breakGlass } from '../../contract/break-glass.ts'
import { connections } from '../../contract/connections.ts'
import { domains } from '../../contract/domains.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { labels } from '../../contract/labels.ts'
import { provisioning } from '../../contract/provisioning.ts'
import { resources } from '../../contract/resources.ts'
import { roles } from '../../contract/roles.ts'
import { sso } from '../../contract/sso.ts'
import { support } from '../../contract/support.ts'
import { tokens } from '../../contract/tokens.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { ask, toRead } from '../access-requests.ts'
import { completeOidc, completeSaml } from '../connections.ts'
import { builtConsole, type Seat, takeSeatAs } from '../console.ts'
import { roleId } from '../fixture.ts'
import { openWorkspace } from '../house.ts'
import { GROUP, providerOf } from '../scim-client.ts'
import { type PageName, pagePath, workspacePages } from '../workspace-pages.ts'

before(builtConsole)

const SCRIPT = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
/** 200 characters without a place to break, with a mark that turns what follows around, and pictures. */
const HOSTILE = `${SCRIPT} \u202etxet ✨👩‍👩‍👧 ${'W'.repeat(200)}`.slice(0, 200)
const SHORT = HOSTILE.slice(0, 100)
/** Ids belong to the application: whatever it calls things. */
const ID = `<b>/é ?#${'i'.repeat(120)}`

const sizes = [
  { width: 360, height: 740, colorScheme: 'dark' },
  { width: 1280, height: 860, colorScheme: 'light' },
] as const

test('names are shown as they are on every page, whatever is in them, on a wide and on a narrow screen', {
  timeout: 300_000,
}, async () => {
  const place = await hostilePlace()
  const seat = await takeSeatAs(place.origin, place.owner)
  seat.page.on('dialog', () => assert.fail('a script runs'))
  const faults: string[] = []

  for (const [path, shown] of place.pages) {
    await seat.open(`/w/${place.slug}${path}`)
    for (const { colorScheme, ...size } of sizes) {
      await seat.page.emulateMedia({ colorScheme })
      await seat.page.setViewportSize(size)
      const found = await faultsOf(seat, shown)
      // What axe looks at is the same on both.
      if (size.width < 1_000) await seat.isAccessible().catch(({ message }: Error) => found.push(message))
      faults.push(...found.map((fault) => `${path || '/'} at ${size.width} pixels: ${fault}`))
    }
  }

  assert.deepEqual(faults, [])
  seat.isQuiet()
})

test('no page of the console is missing in what the journeys go to', () => {
  const source = readFileSync(new URL('../../web/workspace-routes.tsx', import.meta.url), 'utf8')
  const routes = [...source.matchAll(/^ {2}'?([\w$/]+)'?: lazyRouteComponent/gm)].map(
    ([, route = '']) => route,
  )
  const known = new Set(
    Object.values(workspacePages).map((path) => path.replace(/\?.*/, '').replaceAll(/:\w+/g, '$')),
  )

  const missing = routes.filter(
    (route) => !known.has(`/${route.replaceAll(/\$\w+/g, '$')}`.replace(/\/+$/, '')),
  )

  assert.ok(routes.length > 20)
  assert.deepEqual(missing, [])
})

/** What is wrong with the page as it stands: text that is missing, wider than the screen, a script that ran, what axe finds. */
async function faultsOf({ page, settles }: Seat, shown: string): Promise<string[]> {
  const faults: string[] = []
  await settles()
  await page
    .waitForFunction((text) => document.body.textContent?.includes(text), shown, { timeout: 5_000 })
    .catch(() => faults.push(`does not show ${shown.slice(0, 30)}`))
  const fits = () => document.documentElement.scrollWidth <= document.documentElement.clientWidth
  // What is placed by a script takes a moment to find its place.
  await page.waitForFunction(fits, null, { timeout: 2_000 }).catch(() => faults.push('too wide'))
  if (/^\d/.test(await page.title())) faults.push('a script ran')
  if ((await page.locator('img[src="x"]').count()) > 0) faults.push('an image of a name')
  return faults
}

/** A workspace in which everything that can have a name has a hostile one, and each page of it with a text that must be there. */
async function hostilePlace() {
  const workspace = await openWorkspace()
  const { owner: call, slug } = workspace
  const owner = await workspace.ownerInPerson()
  await owner.self(account.modify, { body: { name: HOSTILE } })
  const member = await workspace.member([], `mallory-${'m'.repeat(50)}@${slug}.test`)
  await member.self(account.modify, { body: { name: HOSTILE } })
  await call(workspaces.modify, { body: { name: HOSTILE } })
  const label = { key: `k${'e'.repeat(60)}y`, value: 'v'.repeat(100) }
  await call(labels.create, { body: { label: { ...label, description: HOSTILE } } })
  const resource = { name: HOSTILE, labels: [label] }
  await call(resources.put, { params: { type: 'source', id: ID }, body: resource })
  const permissions = [
    { roleId: roleId('Source Admin'), resources: [{ id: ID, type: 'SOURCE', labels: [] }] },
    { roleId: roleId('Source Read-only'), resources: [{ ...workspace.everything, labels: [label] }] },
  ]
  const group = await call(groups.create, { body: { name: HOSTILE, permissions, emails: [member.email] } })
  const role = await call(roles.create, {
    body: { name: SHORT, description: HOSTILE, may: { source: ['source:read'] } },
  })
  const token = await call(tokens.create, { body: { description: HOSTILE, access: 'member', permissions } })
  const invited = { email: `guest@${slug}.test`, name: HOSTILE, permissions, groupIds: [group.userGroup.id] }
  await call(invites.create, { body: { invites: [invited] } })
  const connection = await completeSaml(call, SHORT)
  const params = { connectionId: connection }
  const mapped = [{ claim: HOSTILE, groupId: group.userGroup.id }]
  const attributes = { email: HOSTILE, name: HOSTILE, groups: HOSTILE }
  await call(connections.modify, { params, body: { attributes, groups: mapped } })
  await completeOidc(call, `${SHORT.slice(0, 98)}2`)
  await call(domains.add, { body: { domain: `${'d'.repeat(60)}.${slug}.com`, connectionId: connection } })
  await owner.call(connections.createSetUpLink, { body: { note: HOSTILE, days: 7 } })
  await owner.call(sso.addExemption, { params: { userId: member.id } })
  await owner.call(breakGlass.nominate, { body: { userId: member.id } })
  await owner.call(support.grant, { body: { days: 1 } })
  const { secret } = await owner.call(provisioning.createToken, { body: { description: HOSTILE } })
  const there = providerOf(workspace, { secret })
  await there.post('/Groups', { schemas: [GROUP], displayName: `${HOSTILE.slice(0, 190)}2` })
  await there.get('/Users', { filter: `userName eq "${HOSTILE.slice(0, 60)}"` })
  const wished = { roleId: role.role.id, scope: 'this', hours: 1 } as const
  const body = { ...toRead(ID, { message: HOSTILE, wished }), action: 'source:pii' }
  const request = (await ask(member, body)).id
  const ids = {
    group: group.userGroup.id,
    token: token.token.id,
    role: role.role.id,
    user: member.id,
    request,
  }
  return { origin: workspace.app.config.publicUrl, slug, owner, pages: pagesOf({ ...ids, connection }) }
}

/** The address of each page, with a text that must be there. */
function pagesOf(
  ids: Record<'group' | 'token' | 'role' | 'user' | 'connection' | 'request', string>,
): [path: string, shown: string][] {
  const resource = encodeURIComponent(ID)
  const question = `subjectType=user&subject=${ids.user}&type=source&action=source:edit&resource=${resource}`
  const told = { ...ids, area: 'connections', type: 'source', resource, question }
  // The keys of the table are the names of the pages.
  const names = Object.keys(workspacePages) as PageName[]
  return names.map((name) => [pagePath(name, told), shownOn[name] ?? HOSTILE.slice(0, 60)])
}

/** Where nothing with a hostile name is, what else. */
const shownOn: Partial<Record<PageName, string>> = {
  invites: 'guest@',
  'new-role': 'Create custom role',
  'new-connection': 'Okta',
  authentication: SHORT.slice(0, 60),
  domains: SHORT.slice(0, 60),
  'sso-overview': SHORT.slice(0, 60),
  'sso-provider': SHORT.slice(0, 60),
  'sso-connection': SHORT.slice(0, 60),
  'sso-test': SHORT.slice(0, 60),
  'sso-on': SHORT.slice(0, 60),
  'sso-settings': SHORT.slice(0, 60),
  'sso-sign-ins': SHORT.slice(0, 60),
}
