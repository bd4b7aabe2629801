import { Alert, Stack, Text } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useMoments } from '../shell/moments.ts'
import { useFocusAtFirst } from './focus.ts'
import { type AccessRequest, type DoorOf, useThingWords } from './request.ts'
import { WishText } from './WishText.tsx'
import { Withdraw } from './Withdraw.tsx'
import './requests.css'

interface Given {
  /** Where it is shown. */
  door: DoorOf
  request: AccessRequest
  /** It has just been sent: that is where people look, and listen. */
  takesFocus?: boolean
  /** When it is about to be taken back: the request goes away with all that is shown of it. */
  onWithdraw?: () => void
}

/** What a person has asked for and waits for, with the way to take it back. */
export function OpenRequest({ door, request, takesFocus = false, onWithdraw }: Given) {
  const { t } = useTranslation()
  const moments = useMoments()
  const place = useFocusAtFirst<HTMLDivElement>(takesFocus)
  return (
    <Alert
      ref={place}
      tabIndex={-1}
      role="group"
      variant="outline"
      color="brand"
      icon={<IconClock aria-hidden />}
      title={t('requests.youAsked')}
      aria-label={t('requests.youAsked')}
      className="open-request"
    >
      <Stack gap="xs" align="start">
        <Text size="sm">{t('requests.waits', { when: moments.time(request.createdAt) })}</Text>
        <blockquote className="request-message" dir="auto">
          {request.message}
        </blockquote>
        <WishText request={request} />
        {request.action !== (door.action ?? null) && <AboutOther request={request} />}
        <Withdraw request={request} onWithdraw={onWithdraw} />
      </Stack>
    </Alert>
  )
}

/** It is about something else that can be done there, and stands in the way of asking for this. */
function AboutOther({ request: { resource, action } }: { request: AccessRequest }) {
  const { t } = useTranslation()
  const { deed } = useThingWords()
  return (
    <Text size="sm">
      {t('requests.waitsFor', { what: deed(resource.type, action) })} {t('requests.onlyOne')}
    </Text>
  )
}
