import { Button, Stack, Text } from '@mantine/core'
import { IconMessageQuestion } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMoments } from '../shell/moments.ts'
import { Notice } from '../shell/Notice.tsx'
import { useAsked } from '../shell/use-asked.ts'
import { AskDialog } from './AskDialog.tsx'
import { useFocusAtFirst } from './focus.ts'
import { OpenRequest } from './OpenRequest.tsx'
import { type AccessRequest, type DoorOf, newestAbout, useMayAsk, useMine } from './request.ts'
import './requests.css'

interface Given {
  door: DoorOf
  /** What the button says, where the door is open in part. */
  text?: string
  deeds?: readonly { name: string; says: string }[]
}

/** At a closed door: the way to ask the owners to open it, and then how that stands. */
export function AskForAccess({ door, text, deeds }: Given) {
  const { t } = useTranslation()
  const mayAsk = useMayAsk()
  const mine = useMine().data?.accessRequests
  const { asked, ask, close } = useAsked<true>()
  const [isWithdrawn, setWithdrawn] = useState(false)
  if (!mayAsk || !mine) return null

  const newest = newestAbout(mine, door)
  if (newest?.state === 'open') {
    const withdraw = () => {
      close()
      setWithdrawn(true)
    }
    return <OpenRequest door={door} request={newest} takesFocus={asked !== null} onWithdraw={withdraw} />
  }
  return (
    <Stack gap="sm" align="start">
      {newest?.state === 'dismissed' && <Dismissed request={newest} />}
      <AskButton takesFocus={isWithdrawn} onClick={() => ask(true)} text={text ?? t('requests.ask')} />
      {asked && <AskDialog door={door} {...(deeds && { deeds })} onClose={close} />}
    </Stack>
  )
}

/** It takes the focus where what had it went away with the request. */
function AskButton({
  takesFocus,
  onClick,
  text,
}: {
  takesFocus: boolean
  onClick: () => void
  text: string
}) {
  const place = useFocusAtFirst<HTMLButtonElement>(takesFocus)
  return (
    <Button ref={place} leftSection={<IconMessageQuestion size={18} aria-hidden />} onClick={onClick}>
      {text}
    </Button>
  )
}

/** Why the last request about the same was dismissed: before it is asked a second time. */
function Dismissed({ request: { decidedBy, decidedAt, reason } }: { request: AccessRequest }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const name = decidedBy?.name ?? t('requests.somebody')
  return (
    <Notice title={t('requests.lastTime')}>
      <Text size="sm" dir="auto">
        {decidedAt && t('requests.lastTimeBy', { name, when: moments.time(decidedAt) })}
      </Text>
      <blockquote className="request-message" dir="auto">
        {reason}
      </blockquote>
    </Notice>
  )
}
