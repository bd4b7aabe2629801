import { Anchor, Button, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Refused } from '../../client/call.ts'
import { account } from '../../contract/account.ts'
import { Confined } from '../account/Confined.tsx'
import { useReply } from '../data.ts'
import { usePageTitle } from '../shell/Outside.tsx'
import { Section } from '../shell/Section.tsx'
import { Failed } from '../shell/Waiting.tsx'
import { Door } from '../sso/Door.tsx'

const closed = new Set(['not-allowed', 'not-found', 'not-signed-in'])

/** What is in the way of somebody who wants to enter a workspace. */
export function Entrance({ slug, error, retry }: { slug: string; error: Error; retry: () => void }) {
  const code = error instanceof Refused ? error.code : ''
  usePageTitle(slug)
  if (code === 'mfa-required') return <MfaFirst slug={slug} />
  if (code === 'sso-required' && error instanceof Refused) return <Door slug={slug} refusal={error} />
  return closed.has(code) ? <Closed /> : <Failed error={error} retry={retry} />
}

function MfaFirst({ slug }: { slug: string }) {
  const { t } = useTranslation()
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('workspaces.mfaTitle')}
      </Title>
      <Section title={t('account.twoStep')} lead={t('workspaces.mfaText', { slug })}>
        <div>
          <Button renderRoot={(props) => <Link to="/account/security" {...props} />}>
            {t('workspaces.mfaSubmit')}
          </Button>
        </div>
      </Section>
    </Stack>
  )
}

function Closed() {
  const { t } = useTranslation()
  // What the single sign-on of one workspace opens tells nothing of others, not even that they are there.
  const isConfined = useReply(account.get, {}, { strangers: true }).data?.account.session.confined
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('workspaces.closedTitle')}
      </Title>
      <Text>{t('workspaces.closedText')}</Text>
      {isConfined && <Confined />}
      <Text>
        <Anchor renderRoot={(props) => <Link to="/workspaces" {...props} />}>{t('common.home')}</Anchor>
      </Text>
    </Stack>
  )
}
