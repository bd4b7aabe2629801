import { Anchor, Button, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Refused } from '../../client/call.ts'
import { usePageTitle } from '../shell/Outside.tsx'
import { Section } from '../shell/Section.tsx'
import { Failed } from '../shell/Waiting.tsx'

const closed = new Set(['not-allowed', 'not-found', 'not-signed-in'])

/** What is in the way of somebody who wants to enter a workspace. */
export function Entrance({ slug, error, retry }: { slug: string; error: Error; retry: () => void }) {
  const code = error instanceof Refused ? error.code : ''
  usePageTitle(slug)
  if (code === 'mfa-required') return <MfaFirst slug={slug} />
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
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('workspaces.closedTitle')}
      </Title>
      <Text>{t('workspaces.closedText')}</Text>
      <Text>
        <Anchor renderRoot={(props) => <Link to="/workspaces" {...props} />}>{t('common.home')}</Anchor>
      </Text>
    </Stack>
  )
}
