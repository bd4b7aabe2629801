import { NavLink, Stack, Title } from '@mantine/core'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { usePageTitle } from '../shell/Outside.tsx'

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
  usePageTitle(t('account.title'))
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
