import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { account } from '../../contract/account.ts'
import { useReply } from '../data.ts'
import { useMoments } from '../shell/moments.ts'
import { Section } from '../shell/Section.tsx'
import { Waiting } from '../shell/Waiting.tsx'

const AT_FIRST = 50
const AT_MOST = 1_000

/** What happened to the account, newest first. */
export function ActivityPage() {
  const { t } = useTranslation()
  const moments = useMoments()
  const [count, setCount] = useState(AT_FIRST)
  const list = useReply(account.listEvents, { query: { pagination: { count } } })
  return (
    <Section title={t('account.activity')} lead={t('account.activityText')}>
      <Waiting on={list}>
        {({ events, pagination }) => (
          <>
            <ul className="plain-list">
              {events.map(({ id, at, says, device, ip }) => (
                <li key={id}>
                  <Text>{says}</Text>
                  <Text size="sm" c="dimmed">
                    {moments.time(at)} · {device} · {ip ?? t('account.unknownPlace')}
                  </Text>
                </li>
              ))}
            </ul>
            {pagination.next && count < AT_MOST && (
              <div>
                <Button variant="default" onClick={() => setCount(Math.min(count * 4, AT_MOST))}>
                  {t('common.more')}
                </Button>
              </div>
            )}
          </>
        )}
      </Waiting>
    </Section>
  )
}
