import { Code } from '@mantine/core'

/** The sentence of an action, as the catalog writes it: what stands in backticks is the name of another action. */
export function Says({ text }: { text: string }) {
  return text.split('`').map((part, place) =>
    place % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have nothing but a place
      <Code key={place}>{part}</Code>
    ),
  )
}
