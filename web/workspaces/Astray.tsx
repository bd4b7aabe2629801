import { Anchor, Text } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Refused } from '../../client/call.ts'
import { Page } from '../shell/Page.tsx'
import { Failed } from '../shell/Waiting.tsx'

/** Within the frame of a workspace: an address without a page. */
export function NotFoundHere() {
  const { t } = useTranslation()
  const { slug = '' } = useParams({ strict: false })
  return (
    <Page title={t('common.notFoundTitle')} lead={t('common.notFound')}>
      <Text>
        <Anchor renderRoot={(props) => <Link to="/w/$slug" params={{ slug }} {...props} />}>
          {t('frame.home')}
        </Anchor>
      </Text>
    </Page>
  )
}

/** Within the frame of a workspace: a page that broke, or whose code could not be fetched. The rest of the frame goes on. */
export function CrashedHere() {
  const { t } = useTranslation()
  return (
    <Page title={t('common.failedTitle')}>
      <Failed error={new Refused(500, [], null)} retry={() => window.location.reload()} />
    </Page>
  )
}
