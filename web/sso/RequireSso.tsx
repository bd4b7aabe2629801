import { Button, Stack, Switch, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { sso } from '../../contract/sso.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { useCall, useReply } from '../data.ts'
import { Confirm } from '../shell/Confirm.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { Waiting } from '../shell/Waiting.tsx'
import { useHere } from '../workspaces/here.ts'

type Overview = Reply<typeof sso.overview>

/** Whether members must come in through single sign-on, and what that would mean for whom. */
export function RequireSso() {
  const { t } = useTranslation()
  const overview = useReply(sso.overview, {})
  return (
    <Section title={t('sso.rules.require')}>
      <Waiting on={overview}>{(data) => <Requirement overview={data} />}</Waiting>
    </Section>
  )
}

function Requirement({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  const { requireSso } = useHere().workspace.settings
  const save = useCall(workspaces.modify)
  const { asked, ask, close } = useAsked<'require'>()
  const isBarred = !requireSso && (overview.activeConnections === 0 || !overview.throughSso)
  const set = (wanted: boolean) =>
    save.mutate({ body: { settings: { requireSso: wanted } } }, { onSuccess: close })
  return (
    <Stack gap="sm">
      <Switch
        label={t('sso.rules.requireLabel')}
        description={t('sso.rules.requireText')}
        checked={requireSso}
        disabled={isBarred || save.isPending}
        onChange={({ currentTarget }) => (currentTarget.checked ? ask('require') : set(false))}
      />
      <Standing overview={overview} />
      {isBarred && <WhyNot overview={overview} />}
      {asked === null && <Refusal error={save.error} />}
      <Confirm
        isOpen={asked === 'require'}
        onClose={close}
        title={t('sso.rules.askTitle')}
        text={t('sso.rules.requireText')}
        submit={t('sso.rules.askSubmit')}
        call={save}
        onConfirm={() => set(true)}
      >
        <Standing overview={overview} />
      </Confirm>
    </Stack>
  )
}

function Standing({ overview: { members, linked, exempt } }: { overview: Overview }) {
  const { t } = useTranslation()
  const others = Math.max(0, members - linked - exempt)
  return (
    <Text size="sm">
      {t('sso.rules.standing', { count: members, linked, exempt })}{' '}
      {others > 0 && t('sso.rules.othersText', { count: others })}
    </Text>
  )
}

function WhyNot({ overview }: { overview: Overview }) {
  const { t } = useTranslation()
  if (overview.activeConnections === 0) {
    return (
      <Notice isWarning title={t('sso.rules.noConnection')}>
        {t('sso.rules.noConnectionText')}
      </Notice>
    )
  }
  return (
    <Notice isWarning title={t('sso.rules.firstTitle')}>
      <Stack gap="sm" align="start">
        {t('sso.rules.firstText')}
        <SignInFirst />
      </Stack>
    </Notice>
  )
}

function SignInFirst() {
  const { t } = useTranslation()
  const list = useReply(connections.list, { query: {} }).data?.connections ?? []
  const begin = useCall(sso.begin, { strangers: true })
  const active = list.find((one) => one.isActive && one.isDefault) ?? list.find((one) => one.isActive)
  if (!active) return null
  const go = () =>
    begin.mutate(
      { params: { connectionId: active.id }, body: { returnTo: window.location.pathname } },
      { onSuccess: ({ url }) => window.location.assign(url) },
    )
  return (
    <>
      <Button variant="default" loading={begin.isPending} onClick={go}>
        {t('sso.rules.firstSubmit', { name: active.name })}
      </Button>
      <Refusal error={begin.error} />
    </>
  )
}
