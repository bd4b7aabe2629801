import type { Reply } from '../../contract/endpoint.ts'
import type { signIn } from '../../contract/sign-in.ts'
import type { App } from '../caller/app.ts'
import { mailWorks } from '../outbox/outbox.ts'
import { passkeysWork } from '../passkeys/passkeys.ts'

/** What the sign-in page can offer here, and the products to switch to. Says nothing that a stranger may not know. */
export function listWays(app: App): Reply<typeof signIn.ways> {
  const { signUp, publicUrl, passwordMinLength } = app.config
  const mail = mailWorks(app)
  const { providers } = app.signIn
  return {
    // A provider proves addresses as well as a letter does.
    signUp: signUp === 'open' && (mail || providers.length > 0) ? 'open' : 'closed',
    mail,
    passkeys: passkeysWork(app.config),
    passwordMinLength,
    providers: providers.map(({ id, name, kind, signUpUrl, forNewPeople }) => ({
      id,
      name,
      kind,
      signUpUrl,
      forNewPeople,
    })),
    products: app.signIn.products.map(({ name, url, description }) => ({
      name,
      url,
      description,
      current: new URL(url).origin === new URL(publicUrl).origin,
    })),
    mailbox: app.mailbox === null ? null : `${publicUrl}/mailbox`,
  }
}
