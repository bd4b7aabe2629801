import { NavLink, Stack, Text, Title } from '@mantine/core'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { account } from '../../contract/account.ts'
import { useReply } from '../data.ts'
import { usePageTitle } from '../shell/Outside.tsx'
import { Section } from '../shell/Section.tsx'
import { Confined } from './Confined.tsx'

const sections = [
  { to: '/account', label: 'account.profile' },
  { to: '/account/security', label: 'account.security' },
  { to: '/account/sessions', label: 'account.sessions' },
  { to: '/account/linked', label: 'account.linked' },
  { to: '/account/activity', label: 'account.activity' },
] as const

/** What a person sets for their own account, in sections. */
export function AccountPage() {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const me = useReply(account.get, {}).data?.account
  usePageTitle(t('account.title'))
  if (me?.session.confined) return <Little name={me.name} email={me.email} />
  return (
    <>
      <Title order={1} size="h2" mb="lg">
        {t('account.title')}
      </Title>
      <div className="account-sections">
        <nav aria-label={t('account.sections')}>
          {sections.map(({ to, label }) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              activeOptions={{ exact: true }}
              label={t(label)}
              active={pathname === to}
              aria-current={pathname === to ? 'page' : undefined}
              style={{ borderRadius: 8 }}
            />
          ))}
        </nav>
        <Stack gap="lg">
          <Outlet />
        </Stack>
      </div>
    </>
  )
}

/** What a session sees of the account that only single sign-on proved. */
function Little({ name, email }: { name: string; email: string }) {
  const { t } = useTranslation()
  return (
    <Stack maw={640}>
      <Title order={1} size="h2">
        {t('account.title')}
      </Title>
      <Section title={t('account.profile')}>
        <div>
          <Text fw={600}>{name}</Text>
          <Text size="sm" c="dimmed">
            {email}
          </Text>
        </div>
      </Section>
      <Confined />
    </Stack>
  )
}
