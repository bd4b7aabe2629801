import { Button, Group, Stack, Tabs } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import { useReply } from '../data.ts'
import { useAddress } from '../shell/addresses.ts'
import { useMoments } from '../shell/moments.ts'
import { Notice } from '../shell/Notice.tsx'
import { Page } from '../shell/Page.tsx'
import { Section } from '../shell/Section.tsx'
import { Waiting } from '../shell/Waiting.tsx'
import { ActiveSwitch } from './ActiveSwitch.tsx'
import { AttributeMapping } from './AttributeMapping.tsx'
import { ConnectionFacts, Fact } from './ConnectionFacts.tsx'
import { ConnectionSettings } from './ConnectionSettings.tsx'
import { Domains } from './DomainsPage.tsx'
import { GroupMapping } from './GroupMapping.tsx'
import { IdpGuide } from './IdpGuide.tsx'
import { OursForm } from './OursForm.tsx'
import { type Connection, pageOf, usePlace } from './place.ts'
import { SignIns } from './SignIns.tsx'
import { type Step, Steps, steps } from './Steps.tsx'
import { SwitchOn } from './SwitchOn.tsx'
import { TestSignIn } from './TestSignIn.tsx'

/** One connection: where the address names a step, its set-up; otherwise all that is to be known of it, and its settings. */
export function ConnectionView() {
  const { t } = useTranslation()
  const { connectionId = '' } = useParams({ strict: false })
  const { base } = usePlace()
  const reply = useReply(connections.get, { params: { connectionId } })
  const [{ step: asked }] = useAddress()
  const step = steps.find((one) => one === asked && one !== 'choose')
  const connection = reply.data?.connection
  return (
    <Page
      title={connection?.name ?? t('connections.one')}
      lead={
        connection &&
        `${t(`connections.kind.${connection.kind}`)} · ${t(`connections.provider.${connection.provider}`)}`
      }
      back={{ to: base, text: t('connections.all') }}
    >
      <Waiting on={reply}>
        {(data) =>
          step ? (
            <SetUp connection={data.connection} step={step} />
          ) : (
            <Everything connection={data.connection} />
          )
        }
      </Waiting>
    </Page>
  )
}

function SetUp({ connection, step }: { connection: Connection; step: Step }) {
  return (
    <Stack gap="lg" maw={760}>
      <Steps at={step} connection={connection} />
      {step === 'idp' && <IdpGuide connection={connection} />}
      {step === 'settings' && <OursForm connection={connection} />}
      {step === 'test' && (
        <>
          <TestSignIn connection={connection} />
          <AttributeMapping connection={connection} />
        </>
      )}
      {step === 'domains' && <Domains connectionId={connection.id} />}
      {step === 'on' && <SwitchOn connection={connection} />}
      <Around connection={connection} step={step} />
    </Stack>
  )
}

function Around({ connection, step }: { connection: Connection; step: Step }) {
  const { t } = useTranslation()
  const to = pageOf(usePlace(), connection.id)
  const before = steps[steps.indexOf(step) - 1]
  const after = steps[steps.indexOf(step) + 1]
  const way = (search: { step?: Step }) => (props: object) => <Link to={to} search={search} {...props} />
  return (
    <Group justify="space-between">
      <Group gap="sm">
        {before && before !== 'choose' && (
          <Button variant="default" renderRoot={way({ step: before })}>
            {t('connections.steps.back')}
          </Button>
        )}
        <Button variant="subtle" renderRoot={way({})}>
          {t('connections.steps.leave')}
        </Button>
      </Group>
      {after && (
        <Button variant="default" renderRoot={way({ step: after })}>
          {t(step === 'domains' ? 'connections.steps.skip' : 'connections.steps.next')}
        </Button>
      )}
    </Group>
  )
}

const tabs = ['overview', 'settings', 'people', 'signIns'] as const

function Everything({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const [{ tab: asked }, change] = useAddress()
  const tab = tabs.find((one) => one === asked) ?? 'overview'
  return (
    <Tabs
      value={tab}
      onChange={(next) => change({ tab: next === null || next === 'overview' ? '' : next })}
      keepMounted={false}
    >
      <Tabs.List aria-label={t('connections.page.label')}>
        {tabs.map((one) => (
          <Tabs.Tab key={one} value={one}>
            {t(`connections.page.${one}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={tab} pt="lg">
        <Stack gap="lg" maw={760}>
          {tab === 'overview' && <Overview connection={connection} />}
          {tab === 'settings' && <ConnectionSettings connection={connection} />}
          {tab === 'people' && (
            <>
              <AttributeMapping connection={connection} />
              <GroupMapping connection={connection} />
            </>
          )}
          {tab === 'signIns' && <SignIns connection={connection} />}
        </Stack>
      </Tabs.Panel>
    </Tabs>
  )
}

function Overview({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const moments = useMoments()
  return (
    <>
      {!connection.isActive && <Resume connection={connection} />}
      <Section title={t('connections.page.state')} aside={<ActiveSwitch connection={connection} />}>
        <ConnectionFacts connection={connection} />
        <dl className="sso-facts">
          <Fact name={t('connections.page.state')}>
            {t(connection.isActive ? 'connections.on' : 'connections.off')},{' '}
            {t('connections.page.started', { date: moments.day(connection.createdAt) })}
          </Fact>
        </dl>
      </Section>
      <TestSignIn connection={connection} />
    </>
  )
}

function Resume({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const to = pageOf(usePlace(), connection.id)
  const { isComplete, testedAt } = connection
  const untested = testedAt === null ? 'test' : 'on'
  const step = isComplete ? untested : 'idp'
  return (
    <Notice title={t('connections.steps.resumeTitle')}>
      <Stack gap="sm" align="start">
        {t('connections.steps.resumeText')}
        <Button size="xs" renderRoot={(props) => <Link to={to} search={{ step }} {...props} />}>
          {t('connections.steps.resume')}
        </Button>
      </Stack>
    </Notice>
  )
}
