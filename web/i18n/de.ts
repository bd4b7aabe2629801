import { account } from './de/account.ts'
import { common } from './de/common.ts'
import { problems } from './de/problems.ts'
import { signIn } from './de/sign-in.ts'
import { workspaces } from './de/workspaces.ts'
import type { en, Texts } from './en.ts'

const texts: Texts<typeof en> = { common, signIn, account, workspaces }

/** Every text of the console, in German; and the refusals of the server that a person meets most. */
export const de = { ...texts, problems }
