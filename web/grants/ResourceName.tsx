import { resources } from '../../contract/resources.ts'
import { useReply } from '../data.ts'
import type { ResourceKey } from './draft.ts'

/** What a resource is called; its id until that is known, and where it may not be seen. */
export function ResourceName({ type, id }: ResourceKey) {
  const found = useReply(resources.get, { params: { type: type.toLowerCase(), id } })
  return <bdi>{found.data?.resource.name ?? id}</bdi>
}
