import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { grants } from '../contract/grants.ts'
import { groups } from '../contract/groups.ts'
import { resources } from '../contract/resources.ts'
import { type Seat, takeSeatAs } from './console.ts'
import { roleId } from './fixture.ts'
import type { Person, TestWorkspace } from './house.ts'

/** Takes a seat as the owner of a workspace, and opens a page of it: `ownerAt(workspace, 'access/users')`. */
export async function ownerAt(
  workspace: TestWorkspace,
  path: string,
  options: Parameters<typeof takeSeatAs>[2] = {},
): Promise<Seat> {
  const seat = await takeSeatAs(workspace.app.config.publicUrl, await workspace.ownerInPerson(), options)
  await seat.open(`/w/${workspace.slug}/${path}`)
  return seat
}

/** Adds a member `ada@…`, who is called Ada, and holds this role on everything. */
export function person(workspace: TestWorkspace, name: string, role?: string): Promise<Person> {
  const granted = role ? [{ roleId: roleId(role), resources: [workspace.everything] }] : []
  return workspace.member(granted, `${name}@${workspace.slug}.test`)
}

/** Makes a group with this role on everything, and these people. Answers its id. */
export async function groupWith(
  workspace: TestWorkspace,
  name: string,
  role: string,
  people: Person[] = [],
): Promise<string> {
  const { userGroup } = await workspace.owner(groups.create, { body: { name } })
  const params = { userGroupId: userGroup.id }
  const permissions = [{ roleId: roleId(role), resources: [workspace.everything] }]
  await workspace.owner(grants.replaceForGroup, { params, body: { permissions } })
  if (people.length > 0) {
    await workspace.owner(groups.addUsers, { params, body: { emails: people.map(({ email }) => email) } })
  }
  return userGroup.id
}

/** Registers a source: without any, nobody gains or loses one. */
export async function aSource(workspace: TestWorkspace, id: string) {
  await workspace.owner(resources.bulk, { body: { upserts: [{ type: 'source', id, name: id }] } })
}

/** Ticks a role in the editor of roles, on everything. */
export async function assign({ page }: Seat, role: string) {
  await page.getByRole('checkbox', { name: role }).click()
  const chooser = page.getByRole('dialog', { name: `Assign ${role}` })
  await chooser.getByRole('radio', { name: /^All current and future/ }).check()
  await chooser.getByRole('button', { name: 'Apply' }).click()
}

/** The row of a table with this text. */
export function row({ page }: Seat, text: string) {
  return page.getByRole('row').filter({ hasText: text })
}

/** Waits until the page is not wider than its window: what is placed by a script takes a moment to find its place. */
export async function fits({ page }: Seat) {
  await page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth)
}

const STEPS_MAX = 120
const PATIENCE_MS = 5_000

/** Presses Tab until what has the focus is called so. */
export async function tabTo(seat: Seat, name: string) {
  for (let step = 0; step < STEPS_MAX; step++) {
    await seat.page.keyboard.press('Tab')
    if ((await focused(seat)).includes(name)) return
  }
  throw new Error(`${name} is not reached with the keyboard`)
}

/** Waits until what has the focus is called so: it comes back a moment after a dialog is gone. */
export async function focusComesTo(seat: Seat, name: RegExp) {
  const end = performance.now() + PATIENCE_MS
  while (!name.test(await focused(seat))) {
    assert.ok(performance.now() < end, `the focus is on ${await focused(seat)}`)
    await sleep(20)
  }
}

/** What the element that has the focus is called, in all ways. */
function focused({ page }: Seat): Promise<string> {
  return page.evaluate(() => {
    const { activeElement: one } = document
    const labels = one instanceof HTMLInputElement ? [...(one.labels ?? [])] : []
    const names = [
      one?.getAttribute('aria-label'),
      one?.textContent,
      ...labels.map((label) => label.textContent),
    ]
    return names.join(' ')
  })
}
