import assert from 'node:assert/strict'
import { test } from 'node:test'
import { account } from '../../contract/account.ts'
import { aPerson, OLD } from '../../test/alone.ts'
import { clock } from '../../test/house.ts'
import { houseWithMail } from '../../test/mail-house.ts'
import { newId } from '../platform/ids.ts'

test('name, address and password of an account that a provider manages are changed there, and it can be deleted here', async (t) => {
  const on = await houseWithMail()
  const { app, id, email, self } = await aPerson({ on })
  const provider = { ...aProvider, id: newId().toLowerCase(), issuer: `https://${newId()}.test` }
  const { providers } = app.signIn
  providers.push(provider)
  t.after(() => providers.splice(providers.indexOf(provider), 1))
  const linked = {
    issuer: provider.issuer,
    subject: newId(),
    user_id: id,
    provider: provider.id,
    email: null,
  }
  await app.database.db.transaction().execute((tx) =>
    tx
      .insertInto('identities')
      .values({ ...linked, linked_at: clock.now(), last_used_at: null })
      .execute(),
  )

  const body = { currentPassword: OLD, password: 'staple of another stable' }
  const refused = { code: 'managed-elsewhere' }
  await assert.rejects(self(account.modify, { body: { name: 'Another' } }), refused)
  await assert.rejects(self(account.changePassword, { body }), refused)
  await assert.rejects(self(account.changeEmail, { body: { email: 'another@alone.test' } }), refused)
  const { account: shown } = await self(account.get, {})
  await self(account.delete, { query: { confirm: email } })

  assert.deepEqual(shown.managedBy, {
    providerId: provider.id,
    name: 'Acme',
    manageUrl: 'https://acme.test/me',
  })
})

const aProvider = {
  kind: 'other' as const,
  name: 'Acme',
  clientId: 'claviger',
  clientSecret: 'a secret of the test',
  scopes: ['openid'],
  manageUrl: 'https://acme.test/me',
  signUpUrl: null,
  closeUrl: null,
  forNewPeople: false,
  secondFactor: false,
}
