import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Trace, useReasonWords } from './trace.ts'

/** Which rule refused a sign-in, what it means, and what was found. */
export function WhyRefused({ trace: { reason, detail } }: { trace: Pick<Trace, 'reason' | 'detail'> }) {
  const { t } = useTranslation()
  const words = useReasonWords()
  return (
    <>
      {reason && (
        <Text size="sm">
          {words(reason)} {reason.rule && `(${t('connections.test.rule', { rule: reason.rule })})`}
        </Text>
      )}
      {detail && (
        <Text size="sm" className="sso-name">
          {t('connections.test.detail', { detail })}
        </Text>
      )}
    </>
  )
}
