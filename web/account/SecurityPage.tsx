import { account } from '../../contract/account.ts'
import { useReply } from '../data.ts'
import { Waiting } from '../shell/Waiting.tsx'
import { PasskeysSection } from './PasskeysSection.tsx'
import { PasswordSection } from './PasswordSection.tsx'
import { Managed } from './ProfilePage.tsx'
import { TwoStepSection } from './TwoStepSection.tsx'

/** What the person proves themselves with. */
export function SecurityPage() {
  const me = useReply(account.get, {})
  return (
    <Waiting on={me}>
      {(data) =>
        data.account.managedBy ? (
          <Managed account={data.account} />
        ) : (
          <>
            <PasswordSection account={data.account} />
            <TwoStepSection />
            <PasskeysSection />
          </>
        )
      }
    </Waiting>
  )
}
