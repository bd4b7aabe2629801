import { LabelChip } from '../labels/LabelChip.tsx'
import { type LabelText, labelText } from './draft.ts'

/** A resource in a list, with the labels that it carries. */
export function ResourceLine({ name, labels }: { name: string; labels: readonly LabelText[] }) {
  return (
    <span className="resource-line">
      <bdi>{name}</bdi>
      {labels.map((label) => (
        <LabelChip key={labelText(label)} label={label} />
      ))}
    </span>
  )
}
