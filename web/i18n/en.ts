import { account } from './en/account.ts'
import { common } from './en/common.ts'
import { signIn } from './en/sign-in.ts'
import { workspaces } from './en/workspaces.ts'

/** Every text of the console, in English: the one catalogue. The other languages have the same keys. */
export const en = { common, signIn, account, workspaces }

/** A catalogue in another language: the same keys, other words. */
export type Texts<Of> = { [Key in keyof Of]: Of[Key] extends string ? string : Texts<Of[Key]> }
