import { Stack, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../contract/endpoint.ts'
import { support } from '../../contract/support.ts'
import { useCall } from '../data.ts'
import { Confirm } from '../shell/Confirm.tsx'
import { MayButton } from '../shell/MayButton.tsx'
import { useMoments } from '../shell/moments.ts'
import { Section } from '../shell/Section.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { Visits } from './Visits.tsx'

export type Access = Reply<typeof support.get>['before'][number]

/** Who let the support staff in and until when, who came, and how it is ended. */
export function Granted({ access: { grantedBy, grantedAt, endsAt, visits } }: { access: Access }) {
  const { t } = useTranslation()
  const moments = useMoments()
  return (
    <Section title={t('support.onTitle')} aside={<Revoke />}>
      <dl className="facts">
        <dt>{t('support.grantedBy')}</dt>
        <dd>
          <bdi>{grantedBy.name}</bdi>
        </dd>
        <dt>{t('support.grantedAt')}</dt>
        <dd>{moments.time(grantedAt)}</dd>
        <dt>{t('support.endsAt')}</dt>
        <dd>
          <strong>{moments.time(endsAt)}</strong>
        </dd>
      </dl>
      <Stack gap="xs">
        <Title order={3} size="h5">
          {t('support.visits')}
        </Title>
        <Visits visits={visits} none={t('support.noVisits')} />
      </Stack>
    </Section>
  )
}

function Revoke() {
  const { t } = useTranslation()
  const revoke = useCall(support.revoke)
  const { asked, ask, close } = useAsked<'revoke'>()
  return (
    <>
      <MayButton call={support.revoke} color="red.9" onClick={() => ask('revoke')}>
        {t('support.revoke')}
      </MayButton>
      <Confirm
        isOpen={asked === 'revoke'}
        onClose={close}
        title={t('support.revokeTitle')}
        text={t('support.revokeText')}
        submit={t('support.revoke')}
        call={revoke}
        onConfirm={() => revoke.mutate({}, { onSuccess: close })}
      />
    </>
  )
}
