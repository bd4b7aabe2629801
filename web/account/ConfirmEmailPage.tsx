import { Anchor, Button, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { account } from '../../contract/account.ts'
import { useCall, useReply } from '../data.ts'
import { useLinkToken } from '../shell/addresses.ts'
import { Outside } from '../shell/Outside.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { LinkGone } from '../sign-in/LinkGone.tsx'

/** Behind the link to an address. Programs that look into mails open links: only the button confirms. */
export function ConfirmEmailPage() {
  const { t } = useTranslation()
  const token = useLinkToken()
  const link = useReply(account.lookUpEmail, { query: { token } }, { strangers: true, enabled: token !== '' })
  const confirm = useCall(account.confirmEmail, { strangers: true })
  const title = t('signIn.confirm.title')
  if (confirm.data) {
    return (
      <Outside title={title}>
        <Text role="status" ta="center">
          {t('signIn.confirm.done', { email: confirm.data.email })}
        </Text>
        <Text ta="center">
          <Anchor renderRoot={(props) => <Link to="/account" {...props} />}>
            {t('signIn.confirm.toAccount')}
          </Anchor>
        </Text>
      </Outside>
    )
  }
  if (!link.data) return <LinkGone title={title} link={link} token={token} newLink="/account" />

  return (
    <Outside title={title} lead={t('signIn.confirm.text', { email: link.data.email })}>
      <Stack>
        <Refusal error={confirm.error} />
        <Button size="md" loading={confirm.isPending} onClick={() => confirm.mutate({ body: { token } })}>
          {t('signIn.confirm.submit')}
        </Button>
      </Stack>
    </Outside>
  )
}
