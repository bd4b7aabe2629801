import { Button, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { providers } from '../../contract/providers.ts'
import { useCall } from '../data.ts'
import { Outside } from '../shell/Outside.tsx'
import { Refusal } from '../shell/Refusal.tsx'

/** Somebody tried to come in with an account elsewhere, and has now shown that this account here is theirs too. */
export function LinkWaiting({
  provider: { providerName: name },
  onDone,
}: {
  provider: { providerName: string }
  onDone: () => void
}) {
  const { t } = useTranslation()
  const link = useCall(providers.confirmLink)
  return (
    <Outside title={t('signIn.link.title', { name })} lead={t('signIn.link.text', { name })}>
      <Stack>
        <Refusal error={link.error} />
        <Button size="md" loading={link.isPending} onClick={() => link.mutate({}, { onSuccess: onDone })}>
          {t('signIn.link.yes')}
        </Button>
        <Button size="md" variant="default" onClick={onDone}>
          {t('signIn.link.no')}
        </Button>
      </Stack>
    </Outside>
  )
}
