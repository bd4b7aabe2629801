import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useLimitWords } from '../grants/limits.ts'
import { useMoments } from '../shell/moments.ts'
import type { AccessRequest } from './request.ts'

/** What became of a request: who decided and when, what was given, and the word to the requester. */
export function Outcome({ request }: { request: AccessRequest }) {
  const moments = useMoments()
  const sentence = useOutcomeWords()(request)
  const { state, decidedAt, reason, granted } = request
  return (
    <Stack gap={4}>
      <Text size="sm" dir="auto">
        {sentence} {decidedAt && state !== 'open' && moments.time(decidedAt)}
      </Text>
      {granted.length > 0 && <Granted granted={granted} />}
      {reason !== null && (
        <blockquote className="request-message" dir="auto">
          {reason}
        </blockquote>
      )}
    </Stack>
  )
}

function Granted({ granted }: Pick<AccessRequest, 'granted'>) {
  const { t } = useTranslation()
  const limits = useLimitWords()
  return (
    <Text size="sm" dir="auto">
      {t('requests.given')}:{' '}
      {granted
        .map(({ roleName, endsAt }) => (endsAt ? `${roleName} (${limits({ endsAt })})` : roleName))
        .join(', ')}
    </Text>
  )
}

/** The state of a request as a sentence. */
export function useOutcomeWords(): (request: AccessRequest) => string {
  const { t } = useTranslation()
  return ({ state, decidedBy, requester: { name } }) => {
    const by = decidedBy?.name ?? t('requests.somebody')
    if (state === 'granted' && !decidedBy) return t('requests.outcome.grantedAlone')
    return t(`requests.outcome.${state}`, { by, name })
  }
}
