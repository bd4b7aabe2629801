import { Box } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { signIn } from '../../contract/sign-in.ts'
import { useReply } from '../data.ts'
import { useMoments } from '../shell/moments.ts'
import { Notice } from '../shell/Notice.tsx'

/** What was just done with an invite. */
export interface News {
  kind: 'copied' | 'resent'
  email: string
  expiresAt: string
}

/** Says what was done with an invite, and what its link is good for. */
export function InviteNews({ news }: { news: News | null }) {
  return (
    <Box role="status" mt={news ? 'md' : 0}>
      {news && <Told news={news} />}
    </Box>
  )
}

function Told({ news: { kind, email, expiresAt } }: { news: News }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const sendsMail = useReply(signIn.ways, {}).data?.mail ?? true
  const date = moments.time(expiresAt)
  if (kind === 'copied') {
    return <Notice>{t(sendsMail ? 'invites.copiedMail' : 'invites.copiedNoMail', { email, date })}</Notice>
  }
  return <Notice>{t(sendsMail ? 'invites.resentMail' : 'invites.resentNoMail', { email, date })}</Notice>
}
