import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { account } from '../../contract/account.ts'
import { isNo, useReply } from '../data.ts'
import { NoAccount } from '../support/NoAccount.tsx'
import { visitOfTab } from '../support/visiting.ts'
import { AccountMenu } from './AccountMenu.tsx'
import { Mark } from './Mark.tsx'
import { Offline } from './Offline.tsx'
import { Products } from './Products.tsx'
import { ProveAgain } from './ProveAgain.tsx'
import { Waiting } from './Waiting.tsx'

/** The frame of every page for people who are signed in. */
export function Inside() {
  const { t } = useTranslation()
  const me = useReply(account.get, {})
  const visit = visitOfTab()
  return (
    <>
      <a className="skip-link" href="#content">
        {t('common.skip')}
      </a>
      <header className="inside-header">
        <a className="home-link" href="/workspaces">
          <Mark size={28} />
          {t('common.product')}
        </a>
        <div style={{ flex: 1 }} />
        <Products />
        {me.data && <AccountMenu account={me.data.account} />}
      </header>
      <main id="content" className="page" tabIndex={-1}>
        <Offline />
        {visit !== null && isNo(me.error) ? (
          <NoAccount slug={visit} />
        ) : (
          <Waiting on={me}>{() => <Outlet />}</Waiting>
        )}
      </main>
      {me.data && <ProveAgain account={me.data.account} />}
    </>
  )
}
