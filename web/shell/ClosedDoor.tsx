import { useTranslation } from 'react-i18next'
import type { Endpoint } from '../../contract/endpoint.ts'
import { useDoorTo } from '../requests/request.ts'
import { Closed } from './Closed.tsx'

/** In place of what a person may not see: `call` is the endpoint without which there is nothing to show. */
export function ClosedDoor({ call }: { call: Endpoint }) {
  const { t } = useTranslation()
  return <Closed title={t('frame.closedTitle')} door={useDoorTo()(call)} />
}
