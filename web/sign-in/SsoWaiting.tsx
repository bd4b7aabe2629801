import { Button, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { sso } from '../../contract/sso.ts'
import { useCall } from '../data.ts'
import { Outside } from '../shell/Outside.tsx'
import { Refusal } from '../shell/Refusal.tsx'

interface Given {
  workspace: { slug: string; name: string }
  onLinked: () => void
  onDone: () => void
}

/** Somebody tried to come in through a workspace's single sign-on, and has now shown that this account here is theirs too. */
export function SsoWaiting({ workspace: { name }, onLinked, onDone }: Given) {
  const { t } = useTranslation()
  const link = useCall(sso.confirmLink)
  return (
    <Outside title={t('ssoWay.linkTitle', { name })} lead={t('ssoWay.linkText', { name })}>
      <Stack>
        <Refusal error={link.error} />
        <Button size="md" loading={link.isPending} onClick={() => link.mutate({}, { onSuccess: onLinked })}>
          {t('ssoWay.linkYes')}
        </Button>
        <Button size="md" variant="default" onClick={onDone}>
          {t('ssoWay.linkNo')}
        </Button>
      </Stack>
    </Outside>
  )
}
