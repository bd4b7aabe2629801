import { Stack, Text } from '@mantine/core'
import type { ComponentType, ReactNode } from 'react'

interface Given {
  icon: ComponentType<{ size?: number; 'aria-hidden'?: boolean }>
  title: string
  /** What it is good for, and how it begins. */
  text: ReactNode
  action?: ReactNode
}

/** In place of a list that nothing is in yet. */
export function Empty({ icon: Icon, title, text, action }: Given) {
  return (
    <Stack gap="xs" align="center" ta="center" py="lg">
      <Icon size={40} aria-hidden />
      <Text fw={650} size="lg">
        {title}
      </Text>
      <Text c="dimmed" maw={480}>
        {text}
      </Text>
      {action}
    </Stack>
  )
}
