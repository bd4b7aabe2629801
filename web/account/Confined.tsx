import { Button, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { wayOnHash } from '../shell/addresses.ts'
import { Notice } from '../shell/Notice.tsx'

/** Says to whom nothing but single sign-on proved what that opens, and how they come to the rest. */
export function Confined() {
  const { t } = useTranslation()
  const after = wayOnHash(window.location.pathname)
  return (
    <Notice title={t('ssoWay.confined')}>
      <Stack gap="sm" align="start">
        <Text size="sm">{t('ssoWay.confinedText')}</Text>
        <Button size="xs" component="a" href={after ? `/sign-in#${after}` : '/sign-in'}>
          {t('ssoWay.confinedSubmit')}
        </Button>
      </Stack>
    </Notice>
  )
}
