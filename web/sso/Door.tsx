import { Anchor, Button, Stack, Text, Title } from '@mantine/core'
import { IconLogin2 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Refused } from '../../client/call.ts'
import { sso } from '../../contract/sso.ts'
import { useCall } from '../data.ts'
import { Refusal } from '../shell/Refusal.tsx'
import { Section } from '../shell/Section.tsx'

interface Way {
  id: string
  name: string
}

/** A workspace asks for its own single sign-on: the ways that lead in, and back to this page. */
export function Door({ slug, refusal }: { slug: string; refusal: Refused }) {
  const { t } = useTranslation()
  const begin = useCall(sso.begin, { strangers: true })
  const { pathname, search, hash } = window.location
  const go = (connectionId: string) =>
    begin.mutate(
      { params: { connectionId }, body: { returnTo: pathname + search + hash } },
      { onSuccess: ({ url }) => window.location.assign(url) },
    )
  const ways = waysOf(refusal)
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('ssoWay.doorTitle')}
      </Title>
      <Section title={t('ssoWay.title')} lead={t('ssoWay.doorText', { slug })}>
        <Stack align="start">
          {ways.map(({ id, name }) => (
            <Button
              key={id}
              leftSection={<IconLogin2 size={18} aria-hidden />}
              loading={begin.isPending && begin.variables.params.connectionId === id}
              onClick={() => go(id)}
            >
              {t('ssoWay.doorWith', { name })}
            </Button>
          ))}
          {ways.length === 0 && <Text>{t('ssoWay.doorNone')}</Text>}
          <Refusal error={begin.error} />
          <Anchor renderRoot={(props) => <Link to="/workspaces" {...props} />}>
            {t('ssoWay.doorOthers')}
          </Anchor>
        </Stack>
      </Section>
    </Stack>
  )
}

function waysOf({ errors }: Refused): Way[] {
  const ways = errors[0]?.data?.connections
  // As contract/sso-problems.ts says of `sso-required`.
  return Array.isArray(ways) ? (ways as Way[]) : []
}
