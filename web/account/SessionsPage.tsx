import { Badge, Button, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { account } from '../../contract/account.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { useCall, useReply } from '../data.ts'
import { useMoments } from '../shell/moments.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'
import { Waiting } from '../shell/Waiting.tsx'

type Session = Reply<typeof account.listSessions>['sessions'][number]

/** Where the person is signed in. */
export function SessionsPage() {
  const { t } = useTranslation()
  const list = useReply(account.listSessions, {})
  const idleMinutes = useReply(account.get, {}).data?.account.idleMinutes
  const endOthers = useCall(account.endOtherSessions)
  const others = list.data?.sessions.filter(({ current }) => !current).length ?? 0
  return (
    <Section title={t('account.sessions')} lead={t('account.sessionsText')}>
      {idleMinutes && <Text size="sm">{t('account.idle', { count: idleMinutes })}</Text>}
      <Waiting on={list}>
        {({ sessions }) => (
          <ul className="plain-list">
            {sessions.map((session) => (
              <li key={session.id}>
                <SessionRow session={session} />
              </li>
            ))}
          </ul>
        )}
      </Waiting>
      <Refusal error={endOthers.error} />
      {others > 0 && (
        <div>
          <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate({})}>
            {t('account.sessionsEndOthers')}
          </Button>
        </div>
      )}
    </Section>
  )
}

function SessionRow({ session }: { session: Session }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const end = useCall(account.endSession)
  const { id: sessionId, current, device, ip, createdAt, lastUsedAt, expiresAt } = session
  return (
    <div className="row">
      <div>
        <Text fw={600}>
          {device} · {ip ?? t('account.unknownPlace')}
        </Text>
        <Text size="sm" c="dimmed">
          {t('account.sessionDates', { since: moments.time(createdAt), used: moments.time(lastUsedAt) })} ·{' '}
          {t('account.sessionEnds', { date: moments.time(expiresAt) })}
        </Text>
        {session.through.map(({ workspace, connection }) => (
          <Text key={`${workspace} ${connection}`} size="sm" c="dimmed">
            {t('ssoWay.through', { workspace, connection })}
          </Text>
        ))}
        {session.confined && <Badge variant="default">{t('ssoWay.confinedSession')}</Badge>}
        <Refusal error={end.error} />
      </div>
      {current ? (
        <Badge variant="default">{t('account.thisSession')}</Badge>
      ) : (
        <Button
          size="xs"
          variant="default"
          loading={end.isPending}
          aria-label={t('account.sessionEndLabel', { device })}
          onClick={() => end.mutate({ params: { sessionId } })}
        >
          {t('account.sessionEnd')}
        </Button>
      )}
    </div>
  )
}
