import { Group, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, type Language, languages } from '../i18n/i18n.ts'

/** The languages to choose from, each by its own name. */
export function Languages() {
  const { i18n, t } = useTranslation()
  return (
    <Group component="nav" gap="md" mt="lg" aria-label={t('common.language')}>
      {Object.entries(languages).map(([language, name]) => (
        <UnstyledButton
          key={language}
          lang={language}
          fz="sm"
          c={i18n.language === language ? 'bright' : 'dimmed'}
          aria-current={i18n.language === language}
          onClick={() => void chooseLanguage(language as Language)}
        >
          {name}
        </UnstyledButton>
      ))}
    </Group>
  )
}
