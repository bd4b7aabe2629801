import { Alert } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'

interface Given {
  title?: string
  isWarning?: boolean
  children: ReactNode
}

/** Something that people should know about what they see. */
export function Notice({ title, isWarning = false, children }: Given) {
  const Icon = isWarning ? IconAlertTriangle : IconInfoCircle
  return (
    <Alert
      variant="outline"
      color={isWarning ? 'orange' : 'brand'}
      role="note"
      title={title}
      icon={<Icon aria-hidden />}
      styles={plain}
    >
      {children}
    </Alert>
  )
}

const plain = {
  root: { background: 'var(--mantine-color-body)' },
  title: { color: 'var(--mantine-color-text)' },
  message: { color: 'var(--mantine-color-text)' },
}
