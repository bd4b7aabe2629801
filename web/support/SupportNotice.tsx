import { Anchor, Text } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { support } from '../../contract/support.ts'
import { useReply } from '../data.ts'
import { useMoments } from '../shell/moments.ts'
import { Notice } from '../shell/Notice.tsx'
import { useEnd } from '../shell/use-clock.ts'
import { useHere, useMay } from '../workspaces/here.ts'

/** On every page of whoever could end it, while the support staff is let in: that they are, and until when. */
export function SupportNotice() {
  const { t } = useTranslation()
  const to = `/w/${useHere().workspace.slug}/settings/support`
  const isThere = useLocation({ select: ({ pathname }) => pathname === to })
  const may = useMay()
  const moments = useMoments()
  const isShown = may(support.get)
  const access = useReply(support.get, {}, { enabled: isShown }).data?.supportAccess ?? null
  useEnd(access?.endsAt ?? null)
  // That page says it, and more.
  if (access === null || !isShown || isThere) return null
  return (
    <Notice isWarning title={t('support.notice', { date: moments.time(access.endsAt) })}>
      <Text size="sm">
        {t('support.noticeText', { name: access.grantedBy.name })}{' '}
        <Anchor size="sm" renderRoot={(props) => <Link to={to} {...props} />}>
          {t('support.noticeLink')}
        </Anchor>
      </Text>
    </Notice>
  )
}
