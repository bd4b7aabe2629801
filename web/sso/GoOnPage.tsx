import { Button, Stack } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { account } from '../../contract/account.ts'
import { sso } from '../../contract/sso.ts'
import { useCall, useReply } from '../data.ts'
import { HOME, useWayOn } from '../shell/addresses.ts'
import { Outside } from '../shell/Outside.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { Outline } from '../shell/Waiting.tsx'

/** Somebody who is signed in followed a link to a single sign-on: are they to go on? */
export function GoOnPage() {
  const { t } = useTranslation()
  const to = useWayOn()
  const { connection: connectionId = '' } = useSearch({ strict: false })
  const params = { connectionId }
  const leads = useReply(sso.destination, { params }, { strangers: true })
  const present = useReply(account.get, {})
  const begin = useCall(sso.begin, { strangers: true })
  const name = leads.data?.workspace.name ?? ''
  const email = present.data?.account.email ?? ''
  const body = to === HOME ? {} : { returnTo: to }
  const go = () => begin.mutate({ params, body }, { onSuccess: ({ url }) => window.location.assign(url) })
  const stay = () => window.location.assign(HOME)
  if (leads.isPending || present.isPending) {
    return (
      <Outside title={t('ssoWay.title')}>
        <Outline />
      </Outside>
    )
  }
  return (
    <Outside
      title={leads.data ? t('ssoWay.goOnTitle', { name }) : t('ssoWay.title')}
      lead={leads.data && t('ssoWay.goOnText', { name, email })}
    >
      <Stack>
        <Refusal error={leads.error ?? begin.error} />
        {leads.data && (
          <Button size="md" loading={begin.isPending || begin.isSuccess} onClick={go}>
            {t('ssoWay.goOn')}
          </Button>
        )}
        <Button size="md" variant="default" onClick={stay}>
          {t('ssoWay.stay')}
        </Button>
      </Stack>
    </Outside>
  )
}
