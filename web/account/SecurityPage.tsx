import { account } from '../../contract/account.ts'
import { mfa } from '../../contract/mfa.ts'
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
          <>
            <Managed account={data.account} />
            <Left />
          </>
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

/** Factors from before the account was linked: they are still asked for here, until they are taken off. */
function Left() {
  const factors = useReply(mfa.get, {}).data
  return (
    <>
      {factors?.totp && <TwoStepSection isManaged />}
      {factors && factors.passkeys > 0 && <PasskeysSection isManaged />}
    </>
  )
}
