import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { account } from '../../contract/account.ts'
import { groups } from '../../contract/groups.ts'
import { invites } from '../../contract/invites.ts'
import { labels } from '../../contract/labels.ts'
import { resources } from '../../contract/resources.ts'
import { roles } from '../../contract/roles.ts'
import { tokens } from '../../contract/tokens.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { builtConsole, type Seat, takeSeatAs } from '../console.ts'
import { roleId } from '../fixture.ts'
import { openWorkspace } from '../house.ts'

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

test('names are shown as they are on every page, whatever is in them, on a wide and on a narrow screen', async () => {
  const place = await hostilePlace()
  const seat = await takeSeatAs(place.origin, place.owner)
  seat.page.on('dialog', () => assert.fail('a script runs'))
  const faults: string[] = []

  for (const [path, shown] of Object.entries(place.pages)) {
    await seat.open(`/w/${place.slug}${path}`)
    for (const { colorScheme, ...size } of sizes) {
      await seat.page.emulateMedia({ colorScheme })
      await seat.page.setViewportSize(size)
      const found = await faultsOf(seat, shown)
      faults.push(...found.map((fault) => `${path || '/'} at ${size.width} pixels: ${fault}`))
    }
  }

  assert.deepEqual(faults, [])
  seat.isQuiet()
})

/** What is wrong with the page as it stands: text that is missing, wider than the screen, a script that ran, what axe finds. */
async function faultsOf({ page, settles, isAccessible }: Seat, shown: string): Promise<string[]> {
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
  await isAccessible().catch(({ message }: Error) => faults.push(message))
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
  const ids = { group: group.userGroup.id, token: token.token.id, role: role.role.id, member: member.id }
  return { origin: workspace.app.config.publicUrl, slug, owner, pages: pagesOf(ids) }
}

function pagesOf(ids: {
  group: string
  token: string
  role: string
  member: string
}): Record<string, string> {
  const question = `subjectType=user&subject=${ids.member}&type=source&action=source:edit&resource=${encodeURIComponent(ID)}`
  const name = HOSTILE.slice(0, 60)
  return {
    '': name,
    '/areas/connections': name,
    [`/resources/source/${encodeURIComponent(ID)}`]: name,
    [`/resources/source/${encodeURIComponent(ID)}?tab=who`]: name,
    [`/resources/source/${encodeURIComponent(ID)}?tab=settings`]: name,
    '/settings': name,
    '/access/users': name,
    [`/access/users?show=${ids.member}`]: name,
    '/access/users/invite': name,
    '/access/invites': `guest@`,
    [`/access/users/${ids.member}`]: name,
    [`/access/users/${ids.member}?tab=groups`]: name,
    [`/access/users/${ids.member}?tab=access`]: name,
    '/access/groups': name,
    [`/access/groups?show=${ids.group}`]: name,
    '/access/groups/new': name,
    [`/access/groups/${ids.group}`]: name,
    [`/access/groups/${ids.group}?tab=members`]: name,
    [`/access/groups/${ids.group}?tab=access`]: name,
    '/access/tokens': name,
    '/access/tokens/new': name,
    [`/access/tokens/${ids.token}`]: name,
    '/access/labels': name,
    '/access/labels?tab=assign': name,
    '/access/roles': name,
    [`/access/roles/${ids.role}`]: name,
    [`/access/why?${question}`]: name,
    [`/access/why?tab=who&${question}`]: name,
    [`/access/why?tab=what&${question}`]: name,
    '/access/authentication': name,
    '/access/audit': name,
  }
}
