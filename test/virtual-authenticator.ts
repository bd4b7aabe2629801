import type { Seat } from './console.ts'

/** Gives the browser of a seat a device with passkeys, which checks its person, and says yes whenever it is asked. */
export async function giveDevice({ page }: Seat) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const options = {
    protocol: 'ctap2' as const,
    transport: 'internal' as const,
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  }
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options })
}

/** Adds a passkey of that device on the security page, which is open. */
export async function addPasskeyThere(seat: Seat) {
  await seat.press('Add a passkey')
  await seat.fill('Name of the passkey', 'Laptop')
  await seat.isAccessible()
  await seat.page.getByRole('dialog').getByRole('button', { name: 'Add a passkey' }).click()
  await seat.sees('Keep your recovery codes')
  await seat.press('I have kept them')
  await seat.page.getByRole('button', { name: 'Rename Laptop' }).waitFor()
}
