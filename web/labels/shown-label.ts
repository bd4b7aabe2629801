import type { Reply } from '../../contract/endpoint.ts'
import type { labels } from '../../contract/labels.ts'

type Usage = Reply<typeof labels.usage>['labels'][number]

/** A label; what uses it only for those who may know that. */
export type ShownLabel = Pick<Usage, 'key' | 'value'> & Partial<Usage>
