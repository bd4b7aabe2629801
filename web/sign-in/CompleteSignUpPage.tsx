import { useTranslation } from 'react-i18next'
import { signIn } from '../../contract/sign-in.ts'
import { useCall, useReply } from '../data.ts'
import { useLinkToken } from '../shell/addresses.ts'
import { Outside } from '../shell/Outside.tsx'
import { LinkGone } from './LinkGone.tsx'
import { NewcomerForm } from './NewcomerForm.tsx'

/** Behind the link of a sign-up: a name and a password make the account. */
export function CompleteSignUpPage() {
  const { t } = useTranslation()
  const token = useLinkToken()
  const link = useReply(signIn.lookUpSignUp, { query: { token } }, { strangers: true, enabled: token !== '' })
  const complete = useCall(signIn.completeSignUp, { strangers: true })
  if (!link.data) {
    return <LinkGone title={t('signIn.signUp.completeTitle')} link={link} token={token} newLink="/sign-up" />
  }

  const { email, name } = link.data
  return (
    <Outside title={t('signIn.signUp.completeTitle')} lead={t('signIn.signUp.completeText', { email })}>
      <NewcomerForm
        email={email}
        name={name ?? ''}
        submit={t('signIn.signUp.completeSubmit')}
        isPending={complete.isPending}
        error={complete.error}
        onSubmit={(person) =>
          complete.mutate(
            { body: { token, ...person } },
            { onSuccess: () => window.location.assign('/workspaces') },
          )
        }
      />
    </Outside>
  )
}
