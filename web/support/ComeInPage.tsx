import { Button, List, Stack, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../contract/endpoint.ts'
import { support } from '../../contract/support.ts'
import { isNo, useCall, useReply } from '../data.ts'
import { useAddress, useLinkToken } from '../shell/addresses.ts'
import { useMoments } from '../shell/moments.ts'
import { Outside } from '../shell/Outside.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { Failed, Outline } from '../shell/Waiting.tsx'
import { beginVisit, endVisit } from './visiting.ts'

/** Where the operator's link leads the support staff: it asks before it signs anybody in. And where they are led when a visit is over. */
export function ComeInPage() {
  const token = useLinkToken()
  const [{ told }] = useAddress()
  if (token !== '') return <ByLink token={token} />
  return told === 'ended' || told === 'left' ? <Over how={told} /> : <Gone />
}

function ByLink({ token }: { token: string }) {
  const { t } = useTranslation()
  const link = useReply(support.lookUp, { query: { token } }, { strangers: true })
  if (link.data) return <Ask what={link.data} token={token} />
  if (isNo(link.error)) return <Gone />
  return (
    <Outside title={t('support.comeIn.lookUp')}>
      {link.error ? <Failed error={link.error} retry={() => void link.refetch()} /> : <Outline />}
    </Outside>
  )
}

function Ask({ what, token }: { what: Reply<typeof support.lookUp>; token: string }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const { workspace, staffName, ownerName, reason, endsAt } = what
  const signIn = useCall(support.signIn, { strangers: true })
  const comeIn = () =>
    signIn.mutate(
      { body: { token } },
      {
        onSuccess: ({ workspace: { slug } }) => {
          beginVisit(slug)
          window.location.replace(`/w/${slug}`)
        },
      },
    )
  return (
    <Outside
      title={t('support.comeIn.title', { workspace: workspace.name })}
      lead={t('support.comeIn.lead', { name: staffName, owner: ownerName })}
    >
      <Stack>
        <dl className="facts">
          <dt>{t('support.comeIn.rights')}</dt>
          <dd>
            <bdi>{ownerName}</bdi>
          </dd>
          <dt>{t('support.comeIn.reason')}</dt>
          <dd dir="auto">{reason}</dd>
          <dt>{t('support.comeIn.until')}</dt>
          <dd>{moments.time(endsAt)}</dd>
        </dl>
        <List size="sm" spacing={4}>
          <List.Item>{t('support.comeIn.written')}</List.Item>
          <List.Item>{t('support.comeIn.instead')}</List.Item>
        </List>
        {isNo(signIn.error) ? (
          <Text role="alert">{t('support.comeIn.goneText')}</Text>
        ) : (
          <>
            <Refusal error={signIn.error} />
            <Button size="md" loading={signIn.isPending || signIn.isSuccess} onClick={comeIn}>
              {t('support.comeIn.submit')}
            </Button>
          </>
        )}
      </Stack>
    </Outside>
  )
}

function Gone() {
  const { t } = useTranslation()
  return (
    <Outside title={t('support.comeIn.gone')}>
      <Text ta="center">{t('support.comeIn.goneText')}</Text>
    </Outside>
  )
}

function Over({ how }: { how: 'ended' | 'left' }) {
  const { t } = useTranslation()
  // Whoever signs in with this tab later has nothing to do with the visit.
  useEffect(endVisit, [])
  return (
    <Outside title={t(`support.comeIn.${how}`)}>
      <Text ta="center">{t(`support.comeIn.${how}Text`)}</Text>
    </Outside>
  )
}
