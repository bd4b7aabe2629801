import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { de } from '../../web/i18n/de.ts'
import { en } from '../../web/i18n/en.ts'
import { builtConsole, takeSeat } from '../console.ts'
import { houseWithMail } from '../mail-house.ts'

const FIRST_LOAD_BYTES_MAX = 250_000

before(builtConsole)

test('the sign-in page loads less than 250 KB of scripts, compressed', async () => {
  const { publicUrl } = (await houseWithMail()).app.config
  const seat = await takeSeat(publicUrl)
  const sizes = new Map<string, number>()
  seat.page.on('response', async (response) => {
    if (!response.url().endsWith('.js')) return
    const gzipped = await fetch(response.url(), { headers: { 'accept-encoding': 'gzip' } })
    sizes.set(response.url(), Number(gzipped.headers.get('content-length')))
  })

  await seat.open('/sign-in')
  await seat.page.waitForLoadState('networkidle')

  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0)
  assert.ok(sizes.size > 1)
  assert.ok(bytes > 50_000 && bytes < FIRST_LOAD_BYTES_MAX, `${bytes} bytes`)
})

test('the whole console is there in German, in the language that the browser asks for or the person chooses', async () => {
  const { publicUrl } = (await houseWithMail()).app.config
  const german = await takeSeat(publicUrl, { locale: 'de-DE' })
  const english = await takeSeat(publicUrl)

  await german.open('/sign-in')
  await german.sees('Anmelden')
  await english.open('/sign-in')
  await english.sees('Sign in')
  await english.press('Deutsch')
  await english.sees('Anmelden')
  await english.open('/forgot-password')
  await english.sees('Neues Passwort setzen')
  await english.isAccessible()
  english.isQuiet()
})

test('every text has the same gaps to fill in both languages', () => {
  const gaps = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort()
  const walk = (one: object, other: object, path: string) => {
    for (const [key, text] of Object.entries(one)) {
      const counterpart = (other as Record<string, unknown>)[key]
      if (typeof text === 'object') walk(text, counterpart as object, `${path}.${key}`)
      else assert.deepEqual(gaps(String(counterpart)), gaps(text), `${path}.${key}`)
    }
  }

  walk(en, de, 'en')
})

test('an address without a page says so', async () => {
  const { publicUrl } = (await houseWithMail()).app.config
  const seat = await takeSeat(publicUrl)

  await seat.open('/workspaces/nowhere/at/all')

  await seat.sees('Nothing here')
  await seat.isAccessible()
  seat.isQuiet()
})

test('the keyboard alone signs in: every field and button is reached in order, and shows that it is', async () => {
  const { publicUrl } = (await houseWithMail()).app.config
  const seat = await takeSeat(publicUrl)
  await seat.open('/sign-in')
  await seat.page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor()
  const reached: (string | null)[] = []

  for (let step = 0; step < 6; step++) {
    await seat.page.keyboard.press('Tab')
    reached.push(
      await seat.page.evaluate(() => {
        const { activeElement } = document
        return activeElement?.getAttribute('type') ?? activeElement?.textContent ?? null
      }),
    )
  }

  assert.deepEqual(reached.slice(0, 4), ['email', 'password', 'submit', 'Forgotten your password?'])
})
