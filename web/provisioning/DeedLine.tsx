import { Text } from '@mantine/core'
import type { Part } from '../audit/sentence.ts'

/** One thing that a request did, as a sentence. */
export function DeedLine({ parts }: { parts: Part[] }) {
  return (
    <Text component="span" display="block" size="sm" lineClamp={3}>
      {parts.map(({ text, isName }, place) =>
        isName ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have nothing but a place
          <bdi key={place}>{text}</bdi>
        ) : (
          text
        ),
      )}
    </Text>
  )
}
