import { breakGlass } from '../contract/break-glass.ts'
import { newId } from '../server/platform/ids.ts'
import { type As, as, headersOf, type Person, type TestWorkspace } from './house.ts'
import { letterOf, outboxOf } from './outbox.ts'
import { startSession } from './sessions.ts'

/** What tests of break-glass say again and again. */

/** A reason that says enough. */
export const REASON = 'The certificate of the shop runs out tonight, and no owner answers.'

/** The same person in another session, proved by two factors just now unless said otherwise. */
export async function again(place: TestWorkspace, person: { id: string }, twoFactors = true): Promise<As> {
  const { app, url, slug } = place
  const headers = headersOf(await startSession(app, person.id, { twoFactors }), app.config.publicUrl)
  return as({ url: `${url}/w/${slug}`, headers })
}

/** An owner and a member whom they nominated, each signed in by two factors just now. */
export async function nominated(place: TestWorkspace) {
  const owner = await place.ownerInPerson({ twoFactors: true })
  const nora = await nominee(place, owner)
  return { owner, nora }
}

/** One more member whom the owner nominated. */
export async function nominee(place: TestWorkspace, owner: Person): Promise<Person> {
  const person = await place.member([], `nora-${newId().toLowerCase()}@${place.slug}.test`)
  await owner.call(breakGlass.nominate, { body: { userId: person.id } })
  return { ...person, call: await again(place, person) }
}

/** Breaks the glass, for an hour unless said otherwise. */
export async function broken({ call }: Pick<Person, 'call'>, hours = 1) {
  return (await call(breakGlass.use, { body: { reason: REASON, hours } })).use
}

/** The letters about break-glass that wait in the outbox of a workspace, oldest first, as they would be sent. */
export async function glassLetters(place: TestWorkspace) {
  const rows = await outboxOf(place)
  const about = rows.filter(({ kind, payload }) => `${kind} ${payload.what}`.includes('break-glass'))
  return Promise.all(
    about.map(async (row) => {
      const letter = await letterOf(place, row)
      if (!letter || letter === 'later') throw new Error(`there is no letter for ${row.kind}`)
      return { kind: row.kind, ...letter }
    }),
  )
}
