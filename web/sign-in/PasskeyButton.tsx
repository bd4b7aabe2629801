import { Button, Stack } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { Refusal } from '../shell/Refusal.tsx'

interface Given {
  label: string
  /** Whether it is what the page is for. */
  isMain?: boolean
  task: { start: () => void; isPending: boolean; error: Error | null }
}

/** Starts what asks the browser for a passkey, and says how it failed. */
export function PasskeyButton({ label, task, isMain = false }: Given) {
  return (
    <Stack gap="xs">
      <Button
        size="md"
        variant={isMain ? 'filled' : 'default'}
        leftSection={<IconFingerprint size={20} aria-hidden />}
        loading={task.isPending}
        onClick={task.start}
      >
        {label}
      </Button>
      <Refusal error={task.error} />
    </Stack>
  )
}
