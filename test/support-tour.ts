import { breakGlass } from '../contract/break-glass.ts'
import { members } from '../contract/members.ts'
import { support } from '../contract/support.ts'
import { workspace } from '../server/demo/acme.ts'
import type { Running } from '../server/main.ts'
import { inviteStaff } from '../server/support/support.ts'
import { jarOf, type Seat } from './console.ts'
import { acting } from './house.ts'
import { setUpTotp } from './second-factor.ts'
import { startSession } from './sessions.ts'
import { type PageName, pagePath } from './workspace-pages.ts'
import { openAcme, sitDown } from './workspace-tour.ts'

/** Called at each stop of a tour: the page is as it should be looked at. */
type Stop = (name: string) => Promise<void>

const at = (page: PageName) => `/w/${workspace.slug}${pagePath(page)}`
const staff = { email: 'sam@operator.test', name: 'Sam Okafor', reason: 'Ticket 4711: groups look wrong' }

/** Support access, from granting it to the visit and what is left of it; the visit is looked at with the same seat. */
export async function tourSupport(on: Running, seat: Seat, stop: Stop) {
  const maya = await openAcme(on, seat)
  await seat.open(at('support'))
  await seat.reads('Nobody is let in at present.')
  await stop('support')
  const { publicUrl } = on.app.config
  await (await jarOf(seat, publicUrl)).within(workspace.slug)(support.grant, { body: { days: 3 } })
  const { url } = await inviteStaff(acting(on.app), workspace.slug, staff)
  await seat.open(url.slice(publicUrl.length))
  await seat.sees(`Support for ${workspace.name}`)
  await stop('support-link')
  await seat.press('Come in')
  await seat.reads(`Support visit: ${staff.name}`)
  await seat.settles()
  await stop('support-visit')
  await seat.open('/account')
  await stop('support-no-account')
  await sitDown(on, seat, maya)
  await seat.open(at('support'))
  await seat.reads('In now')
  await seat.settles()
  await stop('support-granted')
  await seat.open('/support?told=ended')
  await seat.sees('Your visit has ended')
  await stop('support-over')
}

/** Break-glass, as owners see it and as somebody nominated does. */
export async function tourBreakGlass(on: Running, seat: Seat, stop: Stop) {
  const maya = await openAcme(on, seat)
  const origin = on.app.config.publicUrl
  await seat.open(at('break-glass'))
  await seat.reads('Nobody is nominated, so nobody can break the glass.')
  await stop('break-glass-nobody')
  const call = (await jarOf(seat, origin)).within(workspace.slug)
  const { users } = await call(members.directory, { query: { search: 'ben.carter' } })
  const ben = users[0]?.id ?? ''
  await call(breakGlass.nominate, { body: { userId: ben } })
  await sitDown(on, seat, ben)
  await seat.open(at('break-glass'))
  await seat.reads('Set a second factor up first')
  await stop('break-glass-no-factor')
  const session = await startSession(on.app, ben)
  await setUpTotp({ url: origin }, { session })
  await sitDown(on, seat, ben, { twoFactors: true })
  await seat.open(at('break-glass'))
  await seat.press('Break the glass …')
  await seat.fill('Reason', 'The only owner is on a plane, and a leaver still has a token.')
  await stop('break-glass-form')
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Break the glass' }).click()
  await seat.reads(/^You are an owner until/)
  await seat.settles()
  await stop('break-glass-broken')
  await sitDown(on, seat, maya)
  await seat.open(at('break-glass'))
  await seat.reads(/is an owner until/)
  await seat.settles()
  await stop('break-glass')
}
