import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, test } from 'node:test'
import { accessRequests } from '../../contract/access-requests.ts'
import { members } from '../../contract/members.ts'
import { ask, toRead } from '../access-requests.ts'
import { builtConsole } from '../console.ts'
import { openWorkspace } from '../house.ts'
import { aSource, fits, focusComesTo, person, tabTo } from '../people.ts'
import { anotherOwner, askAt, lettersTo, pageIn, seatAt, workspaceWithMail } from '../request-journey.ts'
import { dialogOf, thereAre } from '../steps.ts'

before(builtConsole)

test('a member asks at a closed door; every owner is mailed once; one follows the link, saves what is filled in, and the door is open', async () => {
  const { workspace, mail } = await workspaceWithMail()
  const ada = await person(workspace, 'ada')
  const ben = await anotherOwner(workspace, 'ben')
  const hers = await seatAt(workspace, ada, 'resources/source/ios')

  await hers.sees('You do not see this source')
  await hers.isAccessible()
  const dialog = await askAt(hers)
  await dialog.getByText('See a source').waitFor()
  await dialog
    .getByLabel('Role')
    .locator('option:checked', { hasText: 'Source Read-only (smallest)' })
    .waitFor({ state: 'attached' })
  await dialog.getByRole('button', { name: 'Send the request' }).click()
  await dialog.getByText('Write a few words first.').waitFor()
  await hers.isAccessible()
  await dialog.getByLabel('Message').fill('I write the report of this month.')
  await dialog.getByLabel('For how long').selectOption('For 7 days')
  await dialog.getByRole('button', { name: 'Send the request' }).click()
  const waiting = hers.page.getByRole('group', { name: 'You have asked for access' })
  await waiting.getByText('I write the report of this month.').waitFor()
  await waiting.getByText(/^Wish: Source Read-only · .* · For 7 days$/).waitFor()
  await waiting.and(hers.page.locator(':focus')).waitFor()
  await hers.isAccessible()

  const [toOlivia] = await lettersTo(mail, workspace.ownerPerson, 1)
  const [toBen] = await lettersTo(mail, ben, 1)
  assert.ok(toOlivia && toBen)
  assert.match(toBen.text, /I write the report of this month\./)
  const seat = await seatAt(workspace, ben, '')
  await seat.page.getByRole('link', { name: 'Requests 1 open' }).waitFor()
  await seat.open(pageIn(toBen, workspace))
  await seat.sees('Ada asks for access')
  await seat.reads('I write the report of this month.')
  await seat.sees('Why the door is closed')
  await seat.reads(/Ada may not do this on the source “ios”/)
  await seat.reads(/^Filled in for you: Source Read-only \(until /)
  await seat.page.getByRole('checkbox', { name: 'Source Read-only', checked: true }).waitFor()
  await seat.settles()
  await seat.isAccessible()
  await seat.press('Review and save')
  const review = await dialogOf(seat, 'Answer the request of Ada?')
  await review.getByText('1 person gains access').waitFor()
  await review.getByLabel('A word to Ada, if you like').fill('Have fun with it.')
  await seat.isAccessible()
  await review.getByRole('button', { name: 'Save' }).click()
  await review.waitFor({ state: 'detached' })
  await seat.reads(/^Ben gave access\./)
  await seat.page.getByRole('link', { name: 'Requests', exact: true }).waitFor()
  await seat.isAccessible()

  const [answer] = await lettersTo(mail, ada, 1)
  assert.match(answer?.text ?? '', /Ben gave you the role Source Read-only, until /)
  assert.match(answer?.text ?? '', /Have fun with it\./)
  await hers.page.reload()
  await hers.sees('ios')
  await hers.sees('What you may do here')
  await hers.isAccessible()
  assert.equal((await lettersTo(mail, workspace.ownerPerson, 1)).length, 1)
  assert.equal((await lettersTo(mail, ben, 1)).length, 1)
  seat.isQuiet()
  hers.isQuiet()
})

test('an owner dismisses a request with a reason; the member reads it by mail, at the door, and among their requests', async () => {
  const { workspace, mail } = await workspaceWithMail()
  const ada = await person(workspace, 'ada')
  const request = await ask(ada, toRead('ios'))
  const seat = await seatAt(workspace, await workspace.ownerInPerson(), `access/requests/${request.id}`)

  await seat.press('Dismiss')
  const asks = await dialogOf(seat, 'Dismiss the request of Ada?')
  await asks.getByRole('button', { name: 'Dismiss', disabled: true }).waitFor()
  await asks.getByLabel('Reason').fill('Ask the data team.')
  await seat.isAccessible()
  await asks.getByRole('button', { name: 'Dismiss' }).click()
  await asks.waitFor({ state: 'detached' })
  await seat.reads(/^Olivia Owner dismissed this request\./)
  await thereAre(0, seat.page.getByRole('button', { name: 'Review and save' }))

  const [answer] = await lettersTo(mail, ada, 1)
  assert.match(answer?.text ?? '', /Ask the data team\./)
  const hers = await seatAt(workspace, ada, 'resources/source/ios')
  await hers.reads('Your last request about this was dismissed')
  await hers.reads('Ask the data team.')
  await hers.page.getByRole('button', { name: 'Ask for access' }).waitFor()
  await hers.isAccessible()
  await hers.page.getByRole('link', { name: 'Your requests' }).click()
  await hers.sees('Your requests')
  await hers.reads(/^Olivia Owner dismissed this request\./)
  await hers.settles()
  await hers.isAccessible()
  seat.isQuiet()
  hers.isQuiet()
})

test('the keyboard alone asks at a button that is closed, and takes the request back', async () => {
  const workspace = await openWorkspace()
  const ada = await person(workspace, 'ada')
  const seat = await seatAt(workspace, ada, 'access/roles')
  const { keyboard } = seat.page

  await tabTo(seat, 'Create custom role')
  await seat.page.getByRole('tooltip', { name: /Press to ask for access\.$/ }).waitFor()
  await keyboard.press('Enter')
  const dialog = await dialogOf(seat, 'Ask for access')
  await dialog.getByText('Create, change and delete custom roles.').waitFor()
  await dialog.getByLabel('Message').and(seat.page.locator(':focus')).waitFor()
  await seat.isAccessible()
  await keyboard.type('I keep our roles in order.')
  await tabTo(seat, 'Send the request')
  await keyboard.press('Enter')
  await dialog.getByText('You have asked for access').waitFor()
  await seat.isAccessible()
  await keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await focusComesTo(seat, /Create custom role/)

  await seat.open(`/w/${workspace.slug}/access/tokens`)
  await seat.reads('It is about: Create, change and delete custom roles.')
  await seat.isAccessible()
  await tabTo(seat, 'Withdraw the request for The workspace')
  await keyboard.press('Enter')
  await seat.page.getByRole('button', { name: 'Ask for access' }).waitFor()
  await focusComesTo(seat, /Ask for access/)
  const { accessRequests: all } = await ada.call(accessRequests.listMine, { query: {} })
  assert.deepEqual(
    all.map(({ state, message }) => [state, message]),
    [['withdrawn', 'I keep our roles in order.']],
  )
  seat.isQuiet()
})

test('two owners at once: the second is told kindly, and sees what the first decided', async () => {
  const workspace = await openWorkspace()
  await aSource(workspace, 'ios')
  const ada = await person(workspace, 'ada')
  const ben = await anotherOwner(workspace, 'ben')
  const [one, other] = [await ask(ada, toRead('ios')), await ask(ada, toRead('web'))]
  const seat = await seatAt(workspace, ben, `access/requests/${one.id}`)
  await seat.page.getByRole('button', { name: 'Review and save' }).waitFor()
  const params = { accessRequestId: one.id }

  await workspace.owner(accessRequests.dismiss, { params, body: { reason: 'Not yet.' } })
  await seat.press('Review and save')
  const told = await dialogOf(seat, 'This was decided meanwhile')
  await told.getByText(/Nothing that you chose here was saved\./).waitFor()
  await seat.isAccessible()
  await told.getByRole('button', { name: 'Show what was decided' }).click()
  await seat.reads('Not yet.')
  await thereAre(0, seat.page.getByRole('button', { name: 'Review and save' }))

  await seat.open(`/w/${workspace.slug}/access/requests/${other.id}`)
  await seat.press('Dismiss')
  const asks = await dialogOf(seat, 'Dismiss the request of Ada?')
  await asks.getByLabel('Reason').fill('No.')
  await ada.call(accessRequests.withdraw, { params: { accessRequestId: other.id } })
  await asks.getByRole('button', { name: 'Dismiss' }).click()
  await (await dialogOf(seat, 'This was decided meanwhile')).getByRole('button', { name: /^Show/ }).click()
  await seat.reads(/^Ada took this request back\./)
  await seat.isAccessible()

  const { user } = await workspace.owner(members.get, { params: { userId: ada.id } })
  assert.deepEqual(user.permissions, [])
  seat.isQuiet()
})

test('owners find every request by its state and by who asked, page by page, and keep the list as a file', async () => {
  const workspace = await openWorkspace()
  const [ada, grace, linus] = [
    await person(workspace, 'ada'),
    await person(workspace, 'grace'),
    await person(workspace, 'linus'),
  ]
  for (const who of [ada, grace, linus])
    for (let nth = 1; nth <= 18; nth++) await ask(who, toRead(`source-${nth}`))
  const [first] = (await ada.call(accessRequests.listMine, { query: {} })).accessRequests
  const given = { params: { accessRequestId: first?.id ?? '' }, body: { reason: 'Not this one.' } }
  await workspace.owner(accessRequests.dismiss, given)
  const seat = await seatAt(workspace, await workspace.ownerInPerson(), 'access/requests')
  const rows = seat.page.getByRole('row').filter({ has: seat.page.getByRole('cell') })

  await seat.reads('1 to 50 of 53')
  await seat.page.getByRole('link', { name: 'Requests 53 open' }).waitFor()
  await seat.isAccessible()
  await seat.press('Next')
  await seat.reads('51 to 53 of 53')
  await thereAre(3, rows)
  await seat.page.getByRole('combobox', { name: 'State' }).click()
  await seat.page.getByRole('option', { name: 'Dismissed' }).click()
  await seat.reads('1 to 1 of 1')
  await thereAre(1, rows.filter({ hasText: 'ada@' }))
  await seat.page.getByRole('combobox', { name: 'Person' }).fill('grace')
  await seat.page.getByRole('option', { name: /^Grace/ }).click()
  await seat.reads('No request fits these filters.')
  await seat.isAccessible()
  await seat.page.getByRole('combobox', { name: 'State' }).click()
  await seat.page.getByRole('option', { name: 'All states' }).click()
  await seat.reads('1 to 18 of 18')
  await seat.page.reload()
  await seat.reads('1 to 18 of 18')
  const saved = seat.page.waitForEvent('download')
  await seat.press('Download CSV')
  const lines = (await readFile(await (await saved).path(), 'utf8')).trim().split('\r\n')
  assert.equal(lines.length, 19)
  assert.ok(lines.slice(1).every((line) => line.includes(grace.email)))
  seat.isQuiet()
})

test('who asked and left is told of, and a page on a narrow dark screen in German stays whole', async () => {
  const workspace = await openWorkspace()
  await aSource(workspace, 'ios')
  const [ada, grace] = [await person(workspace, 'ada'), await person(workspace, 'grace')]
  const left = await ask(ada, toRead('ios'))
  const open = await ask(grace, toRead('ios', { wished: { scope: 'all', hours: 8 } }))
  await workspace.owner(members.remove, { query: { userIds: [ada.id] } })
  const options = { locale: 'de-DE', viewport: { width: 360, height: 740 }, colorScheme: 'dark' as const }
  const path = `access/requests/${left.id}`
  const seat = await seatAt(workspace, await workspace.ownerInPerson(), path, options)

  await seat.reads('Ada hat den Workspace verlassen, bevor entschieden wurde.')
  await thereAre(0, seat.page.getByRole('button', { name: 'Prüfen und speichern' }))
  await fits(seat)
  await seat.isAccessible()
  await seat.open(`/w/${workspace.slug}/access/requests/${open.id}`)
  await seat.reads(/^Schon eingetragen: Quellen lesen \(bis /)
  await seat.settles()
  await fits(seat)
  await seat.isAccessible()
  await seat.press('Ablehnen')
  await dialogOf(seat, 'Die Anfrage von Grace ablehnen?')
  await fits(seat)
  await seat.isAccessible()
  const hers = await seatAt(workspace, grace, 'resources/source/ios', options)
  await hers.reads('Sie haben um Zugriff gebeten')
  await hers.reads('Wunsch: Alle Quellen · Für 8 Stunden')
  await fits(hers)
  await hers.isAccessible()
  seat.isQuiet()
  hers.isQuiet()
})
