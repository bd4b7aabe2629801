import { Alert } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import type { i18n as I18n, TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Refused } from '../../client/call.ts'
import { isProblemCode, problems } from '../../contract/problems.ts'
import { PasskeyFailed } from './passkey-failed.ts'

/** What the server refused, in words, read out at once. Shows nothing while all is well. */
export function Refusal({ error }: { error: Error | null }) {
  const words = useTranslation()
  // Who closed the dialog for a fresh proof knows that nothing was done.
  if (!error || (error instanceof Refused && error.code === 'step-up-required')) return null

  return (
    <Alert color="red" variant="outline" role="alert" icon={<IconAlertCircle aria-hidden />} styles={plain}>
      {wordsOf(error, words)}
    </Alert>
  )
}

const plain = { message: { color: 'var(--mantine-color-text)', fontSize: 'var(--mantine-font-size-sm)' } }

/** An error as a sentence that says what to do next. */
export function wordsOf(error: Error, { t, i18n }: { t: TFunction; i18n: I18n }): string {
  if (error instanceof PasskeyFailed) return t('signIn.passkeyFailed')
  if (!(error instanceof Refused)) return t('common.offline')
  if (error.status === 429) return waitingWords(error, t)
  // The server's own sentence is in English, and the most exact one.
  const ours = i18n.language === 'en' ? null : wordsOfCode(error.code, i18n)
  return ours ?? (isUnexpected(error) || !error.message ? t('common.unexpected') : error.message)
}

/** What broke, here or on the way; not what the server knows that it cannot do now, because another does not answer. */
function isUnexpected({ status, code }: Refused): boolean {
  return status >= 500 && (code === 'server-error' || !isProblemCode(code))
}

/** What a code of the problems means, in the person's language where that has words for it; null for what is no code. */
export function wordsOfCode(code: string, i18n: I18n): string | null {
  if (!isProblemCode(code)) return null
  return i18n.getResource(i18n.language, 'translation', `problems.${code}`) ?? problems[code].says
}

function waitingWords({ errors }: Refused, t: TFunction): string {
  const seconds = Number(errors[0]?.data?.retryAfterSeconds)
  if (!(seconds > 0)) return t('common.tooMany')
  const inMinutes = seconds > 90
  const unit = inMinutes ? 'minute' : 'second'
  const form = new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'long' })
  return t('common.tooManyFor', { time: form.format(Math.ceil(inMinutes ? seconds / 60 : seconds)) })
}
