import { roleByName } from '../contract/complete.ts'
import { resources } from '../contract/resources.ts'
import { segment } from '../contract/segment.ts'
import type { As, TestWorkspace } from './house.ts'

/** What tests of resources and labels say again and again. */

export const prod = { key: 'environment', value: 'prod' }
export const dev = { key: 'environment', value: 'dev' }

/** The id of one of the default catalog's roles, by its name. */
export function roleNamed(name: string): string {
  const role = roleByName(segment, name)
  if (!role) throw new Error(`the catalog has no role ${name}`)
  return role.id
}

/** A role on single resources of one type, written as `SOURCE`. */
export function onSome(role: string, type: string, ...ids: string[]) {
  return { roleId: roleNamed(role), resources: ids.map((id) => ({ type, id })) }
}

/** A role on the whole workspace, narrowed by labels if there are any. */
export function onAll({ id }: TestWorkspace, role: string, ...labels: { key: string; value: string }[]) {
  return { roleId: roleNamed(role), resources: [{ id, type: 'WORKSPACE', labels }] }
}

/** Registers sources named by their ids, all with these labels. */
export async function registerSources(
  { owner }: TestWorkspace,
  ids: string[],
  labels: { key: string; value: string }[] = [],
) {
  const upserts = ids.map((id) => ({ type: 'source', id, name: id, labels }))
  await owner(resources.bulk, { body: { upserts } })
}

/** The path of one resource. */
export function named(type: string, id: string) {
  return { params: { type, id } }
}

/** What somebody finds in the registry, as `TYPE id`. */
export async function seenBy(call: As, query: { type?: string; labels?: string[] } = {}): Promise<string[]> {
  const { resources: found } = await call(resources.list, { query })
  return found.map((one) => `${one.type} ${one.id}`)
}
