import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { invites } from '../../contract/invites.ts'
import { builtConsole, type Seat } from '../console.ts'
import { openWorkspace, type TestWorkspace } from '../house.ts'
import { lettersTo } from '../letters.ts'
import { houseWithMail } from '../mail-house.ts'
import { assign, fits, focusComesTo, groupWith, ownerAt, row, tabTo } from '../people.ts'

before(builtConsole)

const DAYS_MS = 86_400_000

test('many people are invited at once, into a group and with a role, and each is sent a letter', async () => {
  const on = await houseWithMail()
  const workspace = await openWorkspace({ on })
  const { slug } = workspace
  await groupWith(workspace, 'Analysts', 'Source Read-only')
  const seat = await ownerAt(workspace, 'access/users')

  await seat.press('Invite people')
  await seat.sees('Invite people to Test')
  await seat.isAccessible()
  await paste(seat, `"Ada Lovelace" <ada@${slug}.test>, Grace <grace@${slug}.test>`)
  await enter(seat, `ADA@${slug}.test`)
  await seat.reads(/is in the list already/)
  await enter(seat, 'nonsense')
  await seat.reads('no e-mail address')
  await enter(seat, workspace.ownerPerson.email)
  await seat.reads('already a member')
  await seat.isAccessible()
  await seat.press('Take away nonsense')
  await seat.press(`Take away ${workspace.ownerPerson.email}`)
  await seat.page.getByRole('combobox', { name: 'Add to user groups' }).fill('ana')
  await seat.page.getByRole('option', { name: 'Analysts' }).click()
  await assign(seat, 'Function Admin')
  const summary = seat.page.getByRole('complementary', { name: 'What they will get' })
  await summary.getByText('2 people are invited.').waitFor()
  await summary.getByText('Analysts').waitFor()
  await summary.getByText('Function Admin').waitFor()
  await seat.isAccessible()
  await seat.press('Send 2 invites')
  await seat.sees('2 people are invited')
  await seat.page.getByRole('button', { name: `Copy link for grace@${slug}.test` }).waitFor()
  await seat.isAccessible()
  await seat.page.getByRole('link', { name: 'See pending invites' }).click()
  await row(seat, `grace@${slug}.test`).getByText('Groups: Analysts').waitFor()
  await row(seat, `grace@${slug}.test`).getByText('Function Admin').waitFor()

  assert.equal((await lettersTo(on.app, `ada@${slug}.test`)).length, 1)
  seat.isQuiet()
})

test('addresses that the server refuses are marked, nobody is invited, and the rest is after they are taken away', async () => {
  const workspace = await openWorkspace()
  const [taken, free] = [`taken@${workspace.slug}.test`, `free@${workspace.slug}.test`]
  const seat = await ownerAt(workspace, 'access/users/invite')
  await enter(seat, taken)
  await enter(seat, free)
  await seat.reads('2 people are invited.')
  await seat.settles()

  await invite(workspace, taken)
  await seat.press('Send 2 invites')
  await seat.reads('Nobody was invited: 1 address stands in the way.')
  await seat.reads('is invited already')
  await seat.isAccessible()
  await seat.press('Take it away')
  await seat.fill('Name (optional)', 'Free Person')
  await seat.press('Send invite')
  await seat.sees('1 person is invited')
  await seat.reads('This server sends no mail')
  await seat.page.getByRole('button', { name: `Copy link for ${free}` }).waitFor()

  const [found] = await details(workspace, free)
  assert.equal(found?.name, 'Free Person')
  seat.isQuiet()
})

test('inviting an owner is warned about, directly and through a group', async () => {
  const workspace = await openWorkspace()
  await groupWith(workspace, 'Leadership', 'Workspace Owner')
  const seat = await ownerAt(workspace, 'access/users/invite')
  await enter(seat, `ada@${workspace.slug}.test`)

  await seat.page.getByRole('radio', { name: /Workspace Owner/ }).check()
  await seat.reads(/This person becomes an owner/)
  await seat.isAccessible()
  await seat.page.getByRole('radio', { name: /Workspace Member/ }).check()
  await seat.page.getByText(/This person becomes an owner/).waitFor({ state: 'detached' })
  await seat.page.getByRole('combobox', { name: 'Add to user groups' }).fill('lead')
  await seat.page.getByRole('option', { name: 'Leadership' }).click()
  await seat.reads(/This person becomes an owner/)
  seat.isQuiet()
})

test('a pending invite is found, changed, sent again, its link copied, and revoked', async () => {
  const workspace = await openWorkspace({ on: await houseWithMail() })
  const email = `ada@${workspace.slug}.test`
  await invite(workspace, email)
  await invite(workspace, `grace@${workspace.slug}.test`)
  const [before] = await details(workspace, email)
  const seat = await ownerAt(workspace, 'access/invites', {
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await row(seat, email)
    .getByText(/^in \d days$/)
    .waitFor()
  await seat.isAccessible()

  await seat.page.getByRole('searchbox', { name: 'Search by e-mail or name' }).fill('ada')
  await row(seat, 'grace@').waitFor({ state: 'detached' })
  await deed(seat, email, 'Copy link')
  await seat.reads(/The link for .* is copied/)
  const copied = await seat.page.evaluate(() => navigator.clipboard.readText())
  assert.equal(copied, before?.link)
  await deed(seat, email, 'Resend invite')
  await seat.reads(/A new letter is on its way/)
  await deed(seat, email, 'Edit invite')
  const dialog = seat.page.getByRole('dialog', { name: `Edit the invite of ${email}` })
  await assign(seat, 'Function Admin')
  await seat.isAccessible()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  await row(seat, email).getByText('Function Admin').waitFor()
  await deed(seat, email, 'Revoke invite')
  const asks = seat.page.getByRole('dialog', { name: `Revoke the invite of ${email}?` })
  await seat.isAccessible()
  await seat.page.keyboard.press('Escape')
  await asks.waitFor({ state: 'detached' })
  await focusComesTo(seat, /Actions for/)
  await deed(seat, email, 'Revoke invite')
  await asks.getByRole('button', { name: 'Revoke invite' }).click()
  await seat.reads('Nothing matches.')
  await seat.isAccessible()

  assert.deepEqual(await details(workspace, email), [])
  seat.isQuiet()
})

test('an invite that was edited is not closed without asking', async () => {
  const workspace = await openWorkspace()
  const email = `ada@${workspace.slug}.test`
  await invite(workspace, email)
  const seat = await ownerAt(workspace, 'access/invites')
  const { keyboard } = seat.page
  const dialog = seat.page.getByRole('dialog', { name: `Edit the invite of ${email}` })
  const asks = seat.page.getByRole('dialog', { name: 'Leave without saving?' })

  await deed(seat, email, 'Edit invite')
  await dialog.waitFor()
  await keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await deed(seat, email, 'Edit invite')
  await dialog.getByLabel('Name (optional)').fill('Ada')
  await keyboard.press('Escape')
  await asks.getByText('The changes of this invite are not saved.').waitFor()
  await seat.isAccessible()
  await keyboard.press('Escape')
  await asks.waitFor({ state: 'detached' })
  assert.equal(await dialog.getByLabel('Name (optional)').inputValue(), 'Ada')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await asks.getByRole('button', { name: 'Leave the page' }).click()
  await dialog.waitFor({ state: 'detached' })

  assert.equal((await details(workspace, email))[0]?.name, null)
  seat.isQuiet()
})

test('an expired invite says so, and the list without any teaches how it begins', async () => {
  const workspace = await openWorkspace()
  const seat = await ownerAt(workspace, 'access/invites')
  await seat.reads('No pending invites')
  await seat.isAccessible()

  const email = `ada@${workspace.slug}.test`
  await invite(workspace, email)
  await workspace.app.database.db
    .updateTable('invites')
    .set({ expires_at: new Date(Date.now() - DAYS_MS) })
    .where('workspace_id', '=', workspace.id)
    .execute()
  await seat.page.reload()
  await row(seat, email).getByText('Expired').waitFor()
  await seat.isAccessible()
  await deed(seat, email, 'Resend invite')
  await seat.reads(/This server sends no mail: copy the new link/)

  await row(seat, email)
    .getByText(/^in \d days$/)
    .waitFor()
  seat.isQuiet()
})

test('with the keyboard alone somebody is invited', async () => {
  const workspace = await openWorkspace()
  const seat = await ownerAt(workspace, 'access/users/invite')
  const { keyboard } = seat.page

  await tabTo(seat, 'E-mail addresses')
  await keyboard.type(`ada@${workspace.slug}.test grace@${workspace.slug}.test `)
  await seat.reads('2 people are invited.')
  await keyboard.press('Shift+Tab')
  await keyboard.press('Enter')
  await seat.reads('1 person is invited.')
  await tabTo(seat, 'Send invite')
  await keyboard.press('Enter')
  await seat.sees('1 person is invited')

  assert.equal((await details(workspace, `ada@${workspace.slug}.test`)).length, 1)
  seat.isQuiet()
})

test('an invite with a hostile name breaks nothing on a narrow screen', async () => {
  const workspace = await openWorkspace()
  const name = `<img src=x onerror="document.title='harmed'"> \u202etxet ✨${'wide'.repeat(40)}`
  const email = `${'a'.repeat(60)}@${workspace.slug}.${'b'.repeat(60)}.test`
  await workspace.owner(invites.create, { body: { invites: [{ email, name }] } })
  const seat = await ownerAt(workspace, 'access/invites', { viewport: { width: 360, height: 740 } })
  await seat.reads('<img src=x')

  await fits(seat)
  assert.notEqual(await seat.page.title(), 'harmed')
  await seat.isAccessible()
  await seat.open(`/w/${workspace.slug}/access/users/invite`)
  await enter(seat, email)
  await seat.reads('already invited')
  await fits(seat)
  seat.isQuiet()
})

function invite(workspace: TestWorkspace, email: string) {
  return workspace.owner(invites.create, { body: { invites: [{ email }] } })
}

async function details(workspace: TestWorkspace, search: string) {
  return (await workspace.owner(invites.listDetails, { query: { search } })).invites
}

function field({ page }: Seat) {
  return page.getByRole('combobox', { name: 'E-mail addresses' })
}

async function enter(seat: Seat, email: string) {
  await field(seat).fill(email)
  await field(seat).press('Enter')
}

/** As from the list of recipients of a mail. */
async function paste(seat: Seat, text: string) {
  await field(seat).evaluate((input, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}

async function deed(seat: Seat, email: string, name: string) {
  await seat.page.getByRole('button', { name: `Actions for ${email}` }).click()
  await seat.page.getByRole('menuitem', { name }).click()
}
