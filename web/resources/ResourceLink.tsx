import { Anchor, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useHere } from '../workspaces/here.ts'
import { resourcePath } from './paths.ts'

/** A resource in a list: its name, which leads to its page, and the id below it. */
export function ResourceLink({ of }: { of: { type: string; id: string; name: string } }) {
  const { workspace } = useHere()
  return (
    <>
      <Anchor
        size="sm"
        fw={600}
        dir="auto"
        lineClamp={2}
        renderRoot={(props) => <Link to={resourcePath(workspace.slug, of)} {...props} />}
      >
        {of.name}
      </Anchor>
      <Text size="xs" c="dimmed" lineClamp={1} dir="auto">
        {of.id}
      </Text>
    </>
  )
}
