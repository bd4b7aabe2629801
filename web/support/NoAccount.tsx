import { Anchor, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { usePageTitle } from '../shell/Outside.tsx'

/** In place of a page about an account, for whoever is on a support visit. */
export function NoAccount({ slug }: { slug: string }) {
  const { t } = useTranslation()
  usePageTitle(t('support.visit.noAccount'))
  return (
    <Stack>
      <Title order={1} size="h2">
        {t('support.visit.noAccount')}
      </Title>
      <Text>{t('support.visit.noAccountText')}</Text>
      <Text>
        <Anchor renderRoot={(props) => <Link to={`/w/${slug}`} {...props} />}>
          {t('support.visit.back')}
        </Anchor>
      </Text>
    </Stack>
  )
}
