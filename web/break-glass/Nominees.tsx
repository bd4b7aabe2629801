import { Anchor, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { breakGlass } from '../../contract/break-glass.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { useCall } from '../data.ts'
import { FindMember } from '../members/FindMember.tsx'
import { PersonLine } from '../members/PersonLine.tsx'
import { Confirm } from '../shell/Confirm.tsx'
import { MayButton } from '../shell/MayButton.tsx'
import { useMoments } from '../shell/moments.ts'
import { Notice } from '../shell/Notice.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { useFeature, useHere, useSelf } from '../workspaces/here.ts'
import { isRunning, useOwnGlass } from './use-own-glass.ts'

const NOMINEES_MAX = 20

type Nominee = Reply<typeof breakGlass.get>['nominees'][number]

/** Who can break the glass: nominated, and removed. */
export function Nominees({ nominees }: { nominees: Nominee[] }) {
  const { t } = useTranslation()
  const has = useFeature()
  const { requireSso } = useHere().workspace.settings
  const { asked, ask, close } = useAsked<Nominee>()
  return (
    <Section title={t('breakGlass.nominees')} lead={t('breakGlass.nomineesLead')}>
      {requireSso && has('sso') && <Sso />}
      {nominees.length === 0 ? (
        <Text size="sm">{t('breakGlass.none')}</Text>
      ) : (
        <ul className="plain-list" aria-label={t('breakGlass.nominees')}>
          {nominees.map((nominee) => (
            <Line key={nominee.id} nominee={nominee} onWithdraw={() => ask(nominee)} />
          ))}
        </ul>
      )}
      <Add but={nominees.map(({ id }) => id)} />
      {asked !== null && <Withdraw nominee={asked} onClose={close} />}
    </Section>
  )
}

function Line({ nominee, onWithdraw }: { nominee: Nominee; onWithdraw: () => void }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const barrier = useBarrier()
  const { id, name, email, nominatedBy, nominatedAt, hasStrongFactor } = nominee
  const Icon = hasStrongFactor ? IconShieldCheck : IconAlertTriangle
  return (
    <li className="row">
      <Stack gap={4} style={{ flex: '1 1 260px', minWidth: 0 }}>
        <PersonLine name={name} email={email} isYou={id === useSelf()} />
        <Text size="sm" className="with-icon" {...(hasStrongFactor && { c: 'dimmed' })}>
          <Icon size={16} aria-hidden /> {t(hasStrongFactor ? 'breakGlass.strong' : 'breakGlass.notStrong')}
        </Text>
        <Text size="sm" c="dimmed" dir="auto">
          {t('breakGlass.nominatedBy', { name: nominatedBy.name, date: moments.day(nominatedAt) })}
        </Text>
      </Stack>
      <MayButton
        call={breakGlass.withdraw}
        refusal={barrier}
        size="xs"
        variant="default"
        aria-label={t('breakGlass.withdraw', { name })}
        onClick={onWithdraw}
      >
        {t('common.remove')}
      </MayButton>
    </li>
  )
}

function Add({ but }: { but: string[] }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<string | null>(null)
  const nominate = useCall(breakGlass.nominate)
  const barrier = useBarrier()
  const submit = () =>
    chosen && nominate.mutate({ body: { userId: chosen } }, { onSuccess: () => setChosen(null) })
  const reason = barrier ?? (but.length >= NOMINEES_MAX ? t('breakGlass.full') : null)
  if (reason !== null) return <Text size="sm">{reason}</Text>
  return (
    <>
      <Group align="end" gap="sm">
        <FindMember label={t('breakGlass.nominee')} value={chosen} onChange={setChosen} but={but} />
        <MayButton
          call={breakGlass.nominate}
          variant="default"
          disabled={chosen === null}
          loading={nominate.isPending}
          onClick={submit}
        >
          {t('breakGlass.nominate')}
        </MayButton>
      </Group>
      <Refusal error={nominate.error} />
    </>
  )
}

/** Why nominations cannot be changed by whoever looks: support staff, and somebody who is an owner only by breaking the glass. */
function useBarrier(): string | null {
  const { t } = useTranslation()
  const { me } = useHere()
  const use = useOwnGlass()?.use
  if (me.visit) return t('support.visit.barred')
  return use && isRunning(use) ? t('breakGlass.ownGlass') : null
}

function Withdraw({ nominee: { id, name }, onClose }: { nominee: Nominee; onClose: () => void }) {
  const { t } = useTranslation()
  const withdraw = useCall(breakGlass.withdraw)
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={t('breakGlass.withdrawTitle', { name })}
      text={t('breakGlass.withdrawText', { name })}
      submit={t('common.remove')}
      call={withdraw}
      onConfirm={() => withdraw.mutate({ params: { userId: id } }, { onSuccess: onClose })}
    />
  )
}

/** Without the identity provider, a nominee needs another way in. */
function Sso() {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const to = `/w/${workspace.slug}/access/authentication/rules`
  return (
    <Notice title={t('breakGlass.sso')}>
      {t('breakGlass.ssoText')}{' '}
      <Anchor size="sm" renderRoot={(props) => <Link to={to} {...props} />}>
        {t('breakGlass.toExempt')}
      </Anchor>
    </Notice>
  )
}
