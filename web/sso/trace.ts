import { useTranslation } from 'react-i18next'
import type { connections } from '../../contract/connections.ts'
import type { Reply } from '../../contract/endpoint.ts'

/** One sign-in that was tried. */
export type Trace = Reply<typeof connections.listSignIns>['signIns'][number]

/** Says in the person's language why a sign-in was refused; in English where there are no words for it. */
export function useReasonWords(): (reason: NonNullable<Trace['reason']>) => string {
  const { i18n } = useTranslation()
  return ({ code, says }) => i18n.getResource(i18n.language, 'translation', `ssoReasons.${code}`) ?? says
}
