/** A label as it is written. */
export function LabelChip({ label: { key, value } }: { label: { key: string; value: string } }) {
  return (
    <span className="label-chip">
      {key}:{value}
    </span>
  )
}
