import { Menu } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PersonMenu } from '../shell/PersonMenu.tsx'
import { useLeaveVisit } from './use-leave-visit.ts'
import type { Visit } from './VisitBanner.tsx'

/** In place of the account menu on a support visit, which has no account. */
export function VisitMenu({ visit: { staffName, staffEmail } }: { visit: Visit }) {
  const { t } = useTranslation()
  const { leave } = useLeaveVisit()
  return (
    <PersonMenu label={t('support.visit.menu')} name={staffName} email={staffEmail}>
      <Menu.Item onClick={leave}>{t('support.visit.leave')}</Menu.Item>
    </PersonMenu>
  )
}
