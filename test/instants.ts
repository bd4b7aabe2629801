import assert from 'node:assert/strict'
import type { Refused } from '../client/call.ts'
import { authzen } from '../contract/authzen.ts'
import { decisions } from '../contract/decisions.ts'
import { members } from '../contract/members.ts'
import { sources } from '../contract/sources.ts'
import { type As, clock, type TestWorkspace } from './house.ts'
import { roleNamed } from './registry.ts'

const running = clock.now

/** Lets the clock run again. For `afterEach`. */
export function runOn() {
  clock.now = running
  clock.reset()
}

/** Stops the clock of the server at this instant. */
export function stopAt(instant: number) {
  clock.now = () => new Date(instant)
}

/** In ISO 8601. */
export const iso = (instant: number) => new Date(instant).toISOString()

/** A door that is closed by rights, and by nothing else: to whoever is no member any more it is as if there was none. */
function isClosed(refused: Refused): false {
  assert.ok(refused.code === 'not-allowed' || refused.code === 'not-found', refused.code)
  return false
}

/** Every way to learn whether a member may edit a source: whether it says yes. */
export function paths(
  place: TestWorkspace,
  who: { id: string; call: As },
): Record<string, () => Promise<boolean>> {
  const { owner } = place
  const subject = { type: 'user', id: who.id }
  const action = { name: 'source:edit' }
  const resource = { type: 'source', id: 'ios' }
  const about = { action: 'source:edit', resourceType: 'source' }
  const inBatch = async (semantic: 'execute_all' | 'deny_on_first_deny' | 'permit_on_first_permit') => {
    const options = { evaluations_semantic: semantic }
    const body = { subject, action, evaluations: [{ resource }, { resource }], options }
    const { evaluations = [] } = await owner(authzen.evaluateAll, { body })
    return evaluations.every((one) => one.decision)
  }
  return {
    admission: () => who.call(sources.get, { params: { sourceId: 'ios' } }).then(() => true, isClosed),
    evaluation: async () => (await owner(authzen.evaluate, { body: { subject, action, resource } })).decision,
    evaluations: () => inBatch('execute_all'),
    denyFirst: () => inBatch('deny_on_first_deny'),
    permitFirst: () => inBatch('permit_on_first_permit'),
    searchSubject: async () => {
      const body = { subject: { type: 'user' }, action, resource }
      return (await owner(authzen.searchSubject, { body })).results.some(({ id }) => id === who.id)
    },
    searchResource: async () => {
      const body = { subject, action, resource: { type: 'source' } }
      return (await owner(authzen.searchResource, { body })).results.some(({ id }) => id === 'ios')
    },
    searchAction: async () => {
      const { results } = await owner(authzen.searchAction, { body: { subject, resource } })
      return results.some(({ name }) => name === 'source:edit')
    },
    explain: async () => (await owner(decisions.explain, { body: { subject, action, resource } })).allowed,
    whoCan: async () => {
      const { subjects } = await owner(decisions.whoCan, { query: { ...about, resourceId: 'ios' } })
      return subjects.some(({ id }) => id === who.id)
    },
    whoCanFile: async () =>
      (await owner(decisions.whoCanFile, { query: { ...about, resourceId: 'ios' } })).includes(who.id),
    whatCan: () =>
      who.call(decisions.whatCan, { query: about }).then(({ resources }) => resources.length > 0, isClosed),
    whatCanFile: () =>
      who.call(decisions.whatCanFile, { query: about }).then((file) => file.includes('ios'), isClosed),
    access: async () => {
      const { access } = await owner(decisions.accessOfUser, { params: { userId: who.id } })
      return access.some(({ roles: held }) => held.some(({ active }) => active))
    },
    accessFile: async () => /,Yes,/.test(await owner(decisions.accessFile, { params: { userId: who.id } })),
    holders: async () => {
      const { users } = await owner(members.directory, { query: { roleId: roleNamed('Source Admin') } })
      return users.some(({ id }) => id === who.id)
    },
  }
}

/** And whether the list of members shows a role of their own as one that counts. */
export function ownPaths(
  place: TestWorkspace,
  who: { id: string; call: As },
): Record<string, () => Promise<boolean>> {
  const directory = async () => {
    const { users } = await place.owner(members.directory, { query: {} })
    return users.find(({ id }) => id === who.id)?.permissions.some(({ active }) => active) ?? false
  }
  return { ...paths(place, who), directory }
}

/** What every path says at this instant. */
export async function saidAt(instant: number, asked: Record<string, () => Promise<boolean>>) {
  stopAt(instant)
  const answers: [string, boolean][] = []
  for (const [name, ask] of Object.entries(asked)) answers.push([name, await ask()])
  return answers
}

/** As if every path said this. */
export const all = (asked: Record<string, unknown>, yes: boolean) =>
  Object.keys(asked).map((name) => [name, yes])
/** Now, in whole seconds. */
export const wholeSeconds = () => Math.floor(clock.now().getTime() / 1000) * 1000
