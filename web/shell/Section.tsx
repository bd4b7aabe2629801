import { Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface Given {
  title: string
  /** What stands at the right of the heading. */
  aside?: ReactNode
  lead?: ReactNode
  children?: ReactNode
}

/** A card with a heading of its own on a page. */
export function Section({ title, aside, lead, children }: Given) {
  return (
    <Paper component="section" withBorder radius="lg" p={{ base: 'md', xs: 'lg' }}>
      <Stack gap="md">
        <div>
          <div className="row">
            <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Title>
            {aside}
          </div>
          {lead && (
            <Text size="sm" c="dimmed" mt={4}>
              {lead}
            </Text>
          )}
        </div>
        {children}
      </Stack>
    </Paper>
  )
}
