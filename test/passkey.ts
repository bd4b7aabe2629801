import { mfa } from '../contract/mfa.ts'
import { passkeys } from '../contract/passkeys.ts'
import { type Authenticator, type Changes, openAuthenticator } from './authenticator.ts'
import { type Jar, openJar } from './browser-jar.ts'
import { openWorkspace, originOf, type Person, type TestWorkspace } from './house.ts'
import { browserOf } from './second-factor.ts'

/** What tests of passkeys say again and again. */

/** A device that is used at this server. */
export const deviceAt = ({ url }: { url: string }) => openAuthenticator(originOf(url))

/** Adds the device's passkey to the account that is signed in here. */
export async function addPasskey(jar: Jar, device: Authenticator, changes?: Changes) {
  const { options } = await jar.call(passkeys.registerOptions, {})
  return jar.call(passkeys.register, { body: { name: 'Laptop', response: device.make(options, changes) } })
}

/** Signs in with the device's passkey alone, in a new browser. */
export async function signInWith({ url }: { url: string }, device: Authenticator, changes?: Changes) {
  const jar = openJar(url)
  const { options } = await jar.call(passkeys.signInOptions, {})
  const reply = await jar.call(passkeys.signIn, { body: { response: device.sign(options, changes) } })
  return { jar, reply }
}

/** Completes a sign-in that waits for its second factor. */
export async function completeWith(jar: Jar, device: Authenticator, changes?: Changes) {
  const { options } = await jar.call(passkeys.secondFactorOptions, {})
  return jar.call(passkeys.secondFactor, { body: { response: device.sign(options, changes) } })
}

/** A workspace with a member who has a passkey, on a device that counts from 1. */
export async function aPasskey(changes: Changes = { signCount: 1 }) {
  const place: TestWorkspace = await openWorkspace()
  const ada: Person = await place.member()
  const jar = browserOf(place, ada)
  const device = deviceAt(place)
  const { passkey, recoveryCodes } = await addPasskey(jar, device, changes)
  return { place, ada, jar, device, passkey, recoveryCodes }
}

/** The second factors that the account signed in here has. */
export const factorsOf = (jar: Jar) => jar.call(mfa.get, {})
