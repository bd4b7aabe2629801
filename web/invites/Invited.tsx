import { Button, Group, Stack, Text } from '@mantine/core'
import { IconMailCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { invites } from '../../contract/invites.ts'
import { signIn } from '../../contract/sign-in.ts'
import { useReply } from '../data.ts'
import { Section } from '../shell/Section.tsx'
import { useHere } from '../workspaces/here.ts'
import { CopyLink } from './CopyLink.tsx'

/** The links of so many are offered here; all of them are on the page of pending invites. */
const LINKS_MAX = 20
const FOUND_MAX = 20

/** After people were invited: what happens now, and where to go on. */
export function Invited({ emails, onMore }: { emails: readonly string[]; onMore: () => void }) {
  const { t } = useTranslation()
  const { workspace } = useHere()
  const sendsMail = useReply(signIn.ways, {}).data?.mail ?? true
  const to = `/w/${workspace.slug}/access/invites`
  return (
    <Section title={t('invites.done', { count: emails.length })}>
      <Stack gap="md">
        <Group wrap="nowrap" role="status">
          <IconMailCheck size={28} aria-hidden style={{ flex: 'none' }} />
          <Text>{t(sendsMail ? 'invites.doneMail' : 'invites.doneNoMail')}</Text>
        </Group>
        <ul className="plain-list">
          {emails.slice(0, LINKS_MAX).map((email) => (
            <li key={email}>
              <InvitedRow email={email} />
            </li>
          ))}
        </ul>
        {emails.length > LINKS_MAX && (
          <Text size="sm">{t('list.more', { count: emails.length - LINKS_MAX })}</Text>
        )}
        <Group>
          <Button renderRoot={(props) => <Link to={to} {...props} />}>{t('invites.toPending')}</Button>
          <Button variant="default" onClick={onMore}>
            {t('invites.more')}
          </Button>
        </Group>
      </Stack>
    </Section>
  )
}

function InvitedRow({ email }: { email: string }) {
  const query = { search: email, pagination: { count: FOUND_MAX } }
  const found = useReply(invites.listDetails, { query }).data?.invites.find((one) => one.email === email)
  return (
    <div className="row">
      <Text size="sm">{email}</Text>
      {found?.link && <CopyLink link={found.link} email={email} />}
    </div>
  )
}
