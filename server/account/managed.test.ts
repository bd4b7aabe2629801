import assert from 'node:assert/strict'
import { test } from 'node:test'
import { account } from '../../contract/account.ts'
import { aPerson, OLD } from '../../test/alone.ts'
import { clock } from '../../test/house.ts'
import { houseWithMail } from '../../test/mail-house.ts'
import { withProvider } from '../../test/settings.ts'
import { newId } from '../platform/ids.ts'

test('name, address and password of an account that a provider manages are changed there, and it can be deleted here', async () => {
  const on = await houseWithMail()
  const { app, id, email, self } = await aPerson({ on })
  const issuer = 'https://accounts.acme.test'
  const linked = { issuer, subject: newId(), user_id: id, provider: 'acme', email: null }
  await app.database.db.transaction().execute((tx) =>
    tx
      .insertInto('identities')
      .values({ ...linked, linked_at: clock.now(), last_used_at: null })
      .execute(),
  )

  const body = { currentPassword: OLD, password: 'staple of another stable' }
  const refused = { code: 'managed-elsewhere' }
  const shown = await withProvider(app, { issuer }, async () => {
    await assert.rejects(self(account.modify, { body: { name: 'Another' } }), refused)
    await assert.rejects(self(account.changePassword, { body }), refused)
    await assert.rejects(self(account.changeEmail, { body: { email: 'another@alone.test' } }), refused)
    const { account: found } = await self(account.get, {})
    await self(account.delete, { query: { confirm: email } })
    return found
  })

  assert.deepEqual(shown.managedBy, {
    providerId: 'acme',
    name: 'Acme',
    manageUrl: 'https://acme.test/me',
  })
})
