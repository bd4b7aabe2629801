import { ActionIcon, Avatar, Menu, Text, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconUser } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, type Language, languages } from '../i18n/i18n.ts'

const schemes = { auto: 'common.asSystem', light: 'common.light', dark: 'common.dark' } as const

interface Given {
  label: string
  name: string
  email: string
  /** Where the menu leads. */
  links?: ReactNode
  /** How one goes. */
  children: ReactNode
}

/** Who is here, how everything looks to them, and the way out. */
export function PersonMenu({ label, name, email, links, children }: Given) {
  return (
    <Menu position="bottom-end" width={260} withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="transparent" size="lg" radius="xl" aria-label={label}>
          <Avatar radius="xl" size={34} color="brand" variant="filled">
            <IconUser size={20} aria-hidden />
          </Avatar>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>
        <div style={{ padding: '6px 12px' }}>
          <Text component="div" size="sm" fw={600} lineClamp={2}>
            {name}
          </Text>
          <Text component="div" size="xs" c="dimmed">
            {email}
          </Text>
        </div>
        <Menu.Divider />
        {links}
        <Appearance />
        <Menu.Divider />
        <LanguageItems />
        <Menu.Divider />
        {children}
      </Menu.Dropdown>
    </Menu>
  )
}

function Appearance() {
  const { t } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <>
      <Menu.Label>{t('common.appearance')}</Menu.Label>
      {(['auto', 'light', 'dark'] as const).map((scheme) => (
        <Menu.Item
          key={scheme}
          rightSection={colorScheme === scheme ? <IconCheck size={16} aria-hidden /> : null}
          aria-current={colorScheme === scheme}
          onClick={() => setColorScheme(scheme)}
        >
          {t(schemes[scheme])}
        </Menu.Item>
      ))}
    </>
  )
}

function LanguageItems() {
  const { t, i18n } = useTranslation()
  return (
    <>
      <Menu.Label>{t('common.language')}</Menu.Label>
      {Object.entries(languages).map(([language, name]) => (
        <Menu.Item
          key={language}
          lang={language}
          rightSection={i18n.language === language ? <IconCheck size={16} aria-hidden /> : null}
          aria-current={i18n.language === language}
          onClick={() => void chooseLanguage(language as Language)}
        >
          {name}
        </Menu.Item>
      ))}
    </>
  )
}
