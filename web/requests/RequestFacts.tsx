import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { members } from '../../contract/members.ts'
import { Way } from '../decisions/Way.tsx'
import type { AccessRequest } from './request.ts'
import { ThingLines } from './ThingLines.tsx'
import { useWishWords } from './WishText.tsx'

/** Who asks, in their own words, for what, and what they wish. */
export function RequestFacts({ request }: { request: AccessRequest }) {
  const { t } = useTranslation()
  const wish = useWishWords(request)
  const { requester, message } = request
  return (
    <>
      <blockquote className="request-message is-large" dir="auto">
        {message}
      </blockquote>
      <dl className="facts">
        <dt>{t('requests.requester')}</dt>
        <dd>
          {requester.isHere ? (
            <Way to={`access/users/${requester.id}`} call={members.get}>
              {requester.name}
            </Way>
          ) : (
            <bdi>{requester.name}</bdi>
          )}
          {requester.email !== requester.name && (
            <Text size="xs" c="dimmed">
              {requester.email}
            </Text>
          )}
          {!requester.isHere && <Text size="xs">{t('requests.notHere')}</Text>}
        </dd>
        <dt>{t('requests.what')}</dt>
        <dd>
          <ThingLines request={request} isLinked />
        </dd>
        <dt>{t('requests.wished')}</dt>
        <dd dir="auto">{wish || t('requests.wishedNothing')}</dd>
      </dl>
    </>
  )
}
