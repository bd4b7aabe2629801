import { Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { support } from '../../contract/support.ts'
import { useReply } from '../data.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Page } from '../shell/Page.tsx'
import { useEnd } from '../shell/use-clock.ts'
import { Waiting } from '../shell/Waiting.tsx'
import { useMay } from '../workspaces/here.ts'
import { Before } from './Before.tsx'
import { Grant } from './Grant.tsx'
import { Granted } from './Granted.tsx'

/** Whether the operator's support staff is let in, who came, and when that was so before. */
export function SupportPage() {
  const { t } = useTranslation()
  const may = useMay()
  return (
    <Page title={t('support.title')} lead={t('support.lead')}>
      {may(support.get) ? <Present /> : <ClosedDoor call={support.get} />}
    </Page>
  )
}

function Present() {
  const reply = useReply(support.get, {})
  useEnd(reply.data?.supportAccess?.endsAt ?? null)
  return (
    <Stack gap="lg" maw={760}>
      <Waiting on={reply}>
        {({ supportAccess, unavailable, before }) => (
          <>
            {supportAccess ? (
              <Granted access={supportAccess} />
            ) : (
              <Grant isUnavailable={unavailable !== null} />
            )}
            <Before all={before} />
          </>
        )}
      </Waiting>
    </Stack>
  )
}
