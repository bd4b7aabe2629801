import { Anchor, Paper, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { signIn } from '../../contract/sign-in.ts'
import { useReply } from '../data.ts'
import { Languages } from './Languages.tsx'
import { Mark } from './Mark.tsx'

/** The frame of a page for people who are not signed in: a card in the middle, with the mark and one heading. */
export function Outside({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  usePageTitle(title)
  return (
    <main className="outside">
      <Paper className="outside-card" withBorder shadow="sm" radius="lg" p={{ base: 'lg', xs: 'xl' }}>
        <Stack gap="lg">
          <Stack gap="xs" align="center">
            <Mark size={44} />
            <Title order={1} size="h2" ta="center">
              {title}
            </Title>
            {lead && (
              <Text c="dimmed" ta="center">
                {lead}
              </Text>
            )}
          </Stack>
          {children}
        </Stack>
      </Paper>
      <Languages />
      <MailboxHint />
    </main>
  )
}

/** Names the page in the browser's tab. */
export function usePageTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · Claviger`
  }, [title])
}

function MailboxHint() {
  const { t } = useTranslation()
  const mailbox = useReply(signIn.ways, {}).data?.mailbox
  if (!mailbox) return null

  return (
    <Text size="sm" c="dimmed" mt="xs">
      {t('common.tryOut')} <Anchor href={mailbox}>{t('common.mailbox')}</Anchor>.
    </Text>
  )
}
