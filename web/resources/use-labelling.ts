import { resources } from '../../contract/resources.ts'
import { sources } from '../../contract/sources.ts'
import { spaces } from '../../contract/spaces.ts'
import { useCall } from '../data.ts'
import type { LabelName } from '../labels/pending.ts'
import { type PlannedChange, planned } from '../previews/planned.ts'
import { type ResourceType, useMay } from '../workspaces/here.ts'
import type { Resource } from './ResourceList.tsx'

/** How one resource gets exactly these labels: looked at first, then done. */
export interface Labelling {
  plan: (labels: LabelName[]) => PlannedChange
  save: (labels: LabelName[], onDone: () => void) => void
  call: { isPending: boolean; error: Error | null; reset: () => void }
}

/** The way in which the person may label a resource: as its admin, or as somebody who may label everything; null where they may not. */
export function useLabelling(
  { type: wire, id, may: onResource }: Resource,
  type: ResourceType,
): Labelling | null {
  const may = useMay()
  const ofSource = useCall(sources.replaceLabels)
  const ofSpace = useCall(spaces.replaceLabels)
  const ofAny = useCall(resources.assignLabels)
  if (!type.labelable) return null

  if (wire === 'SOURCE' && may(sources.replaceLabels, onResource)) {
    const given = (labels: LabelName[]) => ({ params: { sourceId: id }, body: { labels } })
    return {
      plan: (labels) => planned(sources.replaceLabels, given(labels)),
      save: (labels, onSuccess) => ofSource.mutate(given(labels), { onSuccess }),
      call: ofSource,
    }
  }
  if (wire === 'SPACE' && may(spaces.replaceLabels, onResource)) {
    const given = (labels: LabelName[]) => ({ params: { spaceId: id }, body: { labels } })
    return {
      plan: (labels) => planned(spaces.replaceLabels, given(labels)),
      save: (labels, onSuccess) => ofSpace.mutate(given(labels), { onSuccess }),
      call: ofSpace,
    }
  }
  if (!may(resources.assignLabels)) return null
  const given = (labels: LabelName[]) => ({
    body: { assignments: [{ resource: { type: wire, id }, labels }] },
  })
  return {
    plan: (labels) => planned(resources.assignLabels, given(labels)),
    save: (labels, onSuccess) => ofAny.mutate(given(labels), { onSuccess }),
    call: ofAny,
  }
}
