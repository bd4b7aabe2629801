import { Avatar, Group, Text } from '@mantine/core'
import { ManagedMark } from '../provisioning/ManagedMark.tsx'

const tints = ['grape', 'cyan', 'teal', 'orange', 'pink', 'violet', 'lime']

/** Some tints are too pale for text of their own. */
const legible = { placeholder: { color: 'var(--mantine-color-text)' } }

/** A group in a list: its initials and its name. */
export function GroupLine({ name, isManaged = false }: { name: string; isManaged?: boolean }) {
  return (
    <Group gap="sm" wrap="nowrap">
      <GroupMark name={name} />
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={600} lineClamp={2} dir="auto">
          {name}
        </Text>
        {isManaged && <ManagedMark />}
      </div>
    </Group>
  )
}

/** The initials of a group; a square, because people are round. */
export function GroupMark({ name }: { name: string }) {
  return (
    <Avatar
      name={name}
      color="initials"
      allowedInitialsColors={tints}
      radius="md"
      size={36}
      styles={legible}
      aria-hidden
    />
  )
}
