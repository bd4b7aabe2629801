import { Button, Stack } from '@mantine/core'
import { IconBrandGoogle, IconBrandTwilio, IconExternalLink } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../contract/endpoint.ts'
import { providers as endpoints } from '../../contract/providers.ts'
import type { signIn } from '../../contract/sign-in.ts'
import { useCall } from '../data.ts'
import { Refusal } from '../shell/Refusal.tsx'

type Provider = Reply<typeof signIn.ways>['providers'][number]

const icons = { google: IconBrandGoogle, twilio: IconBrandTwilio, other: IconExternalLink }

interface Given {
  providers: Provider[]
  returnTo: string
  /** The token of an invite to accept afterwards. */
  invite?: string
}

/** A button for each provider, that leads there. */
export function Providers({ providers, returnTo, invite }: Given) {
  const { t } = useTranslation()
  const start = useCall(endpoints.start, { strangers: true })
  const go = (providerId: string) =>
    start.mutate(
      { params: { providerId }, body: { returnTo, ...(invite ? { invite } : {}) } },
      { onSuccess: ({ url }) => window.location.assign(url) },
    )
  return (
    <Stack gap="xs">
      {providers.map(({ id, name, kind }) => {
        const Icon = icons[kind]
        return (
          <Button
            key={id}
            size="md"
            variant="default"
            leftSection={<Icon size={20} aria-hidden />}
            loading={start.isPending && start.variables.params.providerId === id}
            onClick={() => go(id)}
          >
            {t('signIn.continueWith', { name })}
          </Button>
        )
      })}
      <Refusal error={start.error} />
    </Stack>
  )
}
