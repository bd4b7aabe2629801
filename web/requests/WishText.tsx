import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type AccessRequest, useHoursWords, useThingWords } from './request.ts'

/** What somebody wished for, in one line: `Source Admin · Only on iOS app · For 7 days`. Nothing where they wished for nothing. */
export function WishText({ request }: { request: AccessRequest }) {
  const { t } = useTranslation()
  const wish = useWishWords(request)
  if (wish === '') return null
  return (
    <Text size="sm" dir="auto">
      {t('requests.wished')}: {wish}
    </Text>
  )
}

/** The same text; empty where nothing was wished for. */
export function useWishWords({ wished, resource }: AccessRequest): string {
  const { t } = useTranslation()
  const hours = useHoursWords()
  const { typeOf } = useThingWords()
  const { roleId, roleName, scope } = wished
  const parts = [
    ...(roleId === null ? [] : [roleName ?? t('requests.wishedLostRole')]),
    ...(scope === 'this' && resource.id !== null
      ? [t('requests.scopeThis', { name: resource.name ?? resource.id })]
      : []),
    ...(scope === 'all'
      ? [t('requests.scopeAll', { plural: typeOf(resource.type)?.plural ?? resource.type })]
      : []),
    ...(wished.hours === null ? [] : [t('requests.forTime', { time: hours(wished.hours) })]),
  ]
  return parts.join(' · ')
}
