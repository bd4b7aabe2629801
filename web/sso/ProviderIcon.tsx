import { ThemeIcon } from '@mantine/core'
import { IconBrandGoogle, IconBrandWindows, IconCircle, IconCircleDot, IconKey } from '@tabler/icons-react'
import type { ProviderName } from './place.ts'

const icons = {
  okta: IconCircle,
  entra: IconBrandWindows,
  onelogin: IconCircleDot,
  google: IconBrandGoogle,
  other: IconKey,
}

/** The sign of an identity provider; its name stands beside it. */
export function ProviderIcon({ provider }: { provider: ProviderName }) {
  const Icon = icons[provider]
  return (
    <ThemeIcon variant="default" size={36} radius="md" style={{ flex: 'none' }}>
      <Icon size={20} aria-hidden />
    </ThemeIcon>
  )
}
