import type { Locator } from 'playwright-core'
import { OLD } from './alone.ts'
import type { Seat } from './console.ts'

/** What people do in several journeys. */

/** Signs in on the sign-in page that is open, by the password that `aPerson` has unless said otherwise. */
export async function signInBy(seat: Seat, email: string, password: string = OLD) {
  await seat.sees('Sign in')
  await seat.fill('E-mail address', email)
  await seat.fill('Password', password)
  await seat.press('Sign in')
}

/** Signs out by the menu. */
export async function signOut(seat: Seat) {
  await seat.press('Account menu')
  await seat.page.getByRole('menuitem', { name: 'Sign out' }).click()
  await seat.sees('Sign in')
}

/** Waits for the dialog of this title, and answers what stands in it. */
export async function dialogOf({ page }: Seat, name: string) {
  const dialog = page.getByRole('dialog', { name })
  await dialog.waitFor()
  return dialog
}

/** Waits until there are exactly so many of them. */
export async function thereAre(count: number, found: Locator) {
  if (count > 0) await found.nth(count - 1).waitFor()
  await found.nth(count).waitFor({ state: 'detached' })
}

/** Waits until this has the focus. */
export function hasFocus(wanted: Locator): Promise<void> {
  return wanted.and(wanted.page().locator(':focus')).waitFor()
}
