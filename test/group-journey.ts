import { groups } from '../contract/groups.ts'
import { invites } from '../contract/invites.ts'
import type { Seat } from './console.ts'
import { roleId } from './fixture.ts'
import type { Person, TestWorkspace } from './house.ts'

const TABS_MAX = 80

/** Finds somebody by the beginning of their address, and takes the first that is found. */
export async function choose({ page }: Seat, name: string) {
  await page.getByRole('combobox', { name: 'Add people by name or e-mail address' }).fill(`${name}@`)
  await page.getByRole('option', { name: new RegExp(`${name}@`) }).click()
}

/** Goes on with the tabulator until the focus is on what is called this. */
export async function tabTo({ page }: Seat, name: string) {
  for (let step = 0; step < TABS_MAX; step++) {
    await page.keyboard.press('Tab')
    if ((await page.evaluate(() => document.activeElement?.textContent?.trim())) === name) return
  }
  throw new Error(`the keyboard does not reach ${name}`)
}

/** The address of somebody of this name. */
export function at(workspace: TestWorkspace, name: string): string {
  return `${name}@${workspace.slug}.test`
}

/** Adds a member without roles: `ada` is called Ada. */
export function person(workspace: TestWorkspace, name: string): Promise<Person> {
  return workspace.member([], at(workspace, name))
}

/** Invites somebody. */
export async function invite(workspace: TestWorkspace, name: string) {
  await workspace.owner(invites.create, { body: { invites: [{ email: at(workspace, name) }] } })
}

/** Makes a group with one role on everything, and these people in it. Answers its id. */
export async function groupWith(workspace: TestWorkspace, name: string, role: string, people: string[]) {
  const permissions = [{ roleId: roleId(role), resources: [workspace.everything] }]
  const emails = people.map((one) => at(workspace, one))
  const { userGroup } = await workspace.owner(groups.create, { body: { name, permissions, emails } })
  return userGroup.id
}

/** The group of this name. */
export async function theGroup(workspace: TestWorkspace, name: string) {
  const { userGroups } = await workspace.owner(groups.list, { query: { search: name } })
  const [userGroup] = userGroups
  if (!userGroup) throw new Error(`there is no group ${name}`)
  return { userGroup }
}

/** The addresses of all who are in a group, invited people among them, in order. */
export async function inGroup(workspace: TestWorkspace, userGroupId: string): Promise<string[]> {
  const given = { params: { userGroupId }, query: {} }
  const { users } = await workspace.owner(groups.listUsers, given)
  const { emails } = await workspace.owner(groups.listInvites, given)
  return [...users.map(({ email }) => email), ...emails].sort()
}
