import { support } from '../contract/support.ts'
import { inviteStaff } from '../server/support/support.ts'
import { openJar } from './browser-jar.ts'
import { acting, as, headersOf, type TestWorkspace } from './house.ts'
import { tokenIn } from './letters.ts'

export const sam = { email: 'sam@operator.test', name: 'Sam Support', reason: 'Ticket 4711' }

/** What stands behind `#` of a new link for one of the support staff, as `claviger support` prints it. */
export async function supportLink({ app, slug }: TestWorkspace, staff = sam): Promise<string> {
  const { url } = await inviteStaff(acting(app), slug, staff)
  return tokenIn({ text: url })
}

/** Comes in by a link, in a browser of its own: the secret of the visit, and calls with it in the workspace. */
export async function comeIn({ app, url, slug }: TestWorkspace, token: string) {
  const jar = openJar(url)
  await jar.call(support.signIn, { body: { token } })
  const secret = [...jar.cookies.values()].find((value) => value.startsWith('cvh_')) ?? ''
  const headers = headersOf(secret, app.config.publicUrl)
  return { jar, secret, call: as({ url: `${url}/w/${slug}`, headers }), self: as({ url, headers }) }
}

/** An owner lets the support staff in for so many days, and one of them comes. */
export async function openVisit(place: TestWorkspace, days = 7) {
  const olivia = await place.ownerInPerson()
  const { supportAccess } = await olivia.call(support.grant, { body: { days } })
  const visit = await comeIn(place, await supportLink(place))
  return { olivia, supportAccess, ...visit }
}
