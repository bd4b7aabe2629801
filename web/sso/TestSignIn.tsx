import { Button, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import { useCall, useReply } from '../data.ts'
import { useAddress } from '../shell/addresses.ts'
import { useMoments } from '../shell/moments.ts'
import { Notice } from '../shell/Notice.tsx'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { Fact } from './ConnectionFacts.tsx'
import type { Connection } from './place.ts'
import type { Trace } from './trace.ts'
import { WhyRefused } from './WhyRefused.tsx'

/** Goes to the identity provider and back, and says what arrived, or why it was refused. */
export function TestSignIn({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const [{ step, test: came }] = useAddress()
  const test = useCall(connections.test)
  const { id, isComplete, testedAt } = connection
  const go = () => {
    const returnTo = window.location.pathname + (step ? `?step=${step}` : '')
    const given = { params: { connectionId: id }, body: { returnTo } }
    test.mutate(given, { onSuccess: ({ url }) => window.location.assign(url) })
  }
  const standing = testedAt
    ? t('connections.test.testedAt', { date: moments.time(testedAt) })
    : t('connections.test.never')
  return (
    <Section title={t('connections.test.title')} lead={t('connections.test.lead')}>
      {(came === 'passed' || came === 'refused') && <Came connection={connection} />}
      <Text size="sm">{isComplete ? standing : t('connections.test.incomplete')}</Text>
      <div>
        <Button disabled={!isComplete} loading={test.isPending || test.isSuccess} onClick={go}>
          {t(came ? 'connections.test.again' : 'connections.test.submit')}
        </Button>
      </div>
      <Refusal error={test.error} />
    </Section>
  )
}

/** The newest line of the trace is the one that came back. */
function Came({ connection }: { connection: Connection }) {
  const params = { connectionId: connection.id }
  const [{ test: came }] = useAddress()
  const list = useReply(connections.listSignIns, { params })
  const wanted = came === 'passed' ? 'tested' : 'refused'
  const trace = list.data?.signIns.find(({ outcome }) => outcome === wanted)
  if (!trace) return null
  return trace.outcome === 'tested' ? (
    <Passed connection={connection} trace={trace} />
  ) : (
    <RefusedTest trace={trace} />
  )
}

function Passed({ connection, trace }: { connection: Connection; trace: Trace }) {
  const { t } = useTranslation()
  const given = { params: { connectionId: connection.id }, body: { attributes: connection.attributes } }
  const found = useReply(connections.tryMapping, given).data?.found
  const { attributes } = connection
  return (
    <Notice title={t('connections.test.passed')}>
      <Stack gap="xs" role="status">
        <Text size="sm">{t('connections.test.passedText')}</Text>
        <dl className="sso-facts">
          <Fact name={t('connections.test.subject')}>{trace.subject ?? '–'}</Fact>
          <Fact name={t('signIn.email')}>{found?.email ?? trace.email ?? '–'}</Fact>
          {attributes.name && <Fact name={t('settings.nameField')}>{found?.name ?? '–'}</Fact>}
          {attributes.groups && (
            <Fact name={t('connections.groups.title')}>{found?.groups.join(', ') || '–'}</Fact>
          )}
        </dl>
      </Stack>
    </Notice>
  )
}

function RefusedTest({ trace }: { trace: Trace }) {
  const { t } = useTranslation()
  return (
    <Notice isWarning title={t('connections.test.refused')}>
      <Stack gap="xs" role="alert">
        <WhyRefused trace={trace} />
        <Text size="sm">{t('connections.test.next')}</Text>
      </Stack>
    </Notice>
  )
}
