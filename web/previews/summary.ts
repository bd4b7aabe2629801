import { useTranslation } from 'react-i18next'
import type { Preview } from './planned.ts'
import { countsOf } from './preview.ts'

/** The whole preview in one line: `3 people gain access, 1 person loses access`. */
export function useSummaryOf(preview: Preview): string {
  const { t } = useTranslation()
  const { user, token } = countsOf(preview)
  const parts = [
    ...(user.gain > 0 ? [t('previews.peopleGain', { count: user.gain })] : []),
    ...(user.lose > 0 ? [t('previews.peopleLose', { count: user.lose })] : []),
    ...(user.both > 0 ? [t('previews.peopleBoth', { count: user.both })] : []),
    ...(token.gain > 0 ? [t('previews.tokensGain', { count: token.gain })] : []),
    ...(token.lose > 0 ? [t('previews.tokensLose', { count: token.lose })] : []),
    ...(token.both > 0 ? [t('previews.tokensBoth', { count: token.both })] : []),
  ]
  if (parts.length > 0) return parts.join(', ')
  if (preview.more > 0) return t('previews.onlyMore', { count: preview.more })
  return t(preview.events.length > 0 ? 'previews.nobody' : 'previews.nothing')
}
