import type { App } from '../server/caller/app.ts'
import type { KeptLetter } from '../server/platform/mailbox.ts'

const PATIENCE_MS = 10_000

/** The letters that the mailbox of a test server has for an address, newest first; waits until there are so many. */
export async function lettersTo({ mailbox }: App, email: string, count = 1): Promise<KeptLetter[]> {
  const find = () => mailbox?.letters().filter((letter) => letter.to === email) ?? []
  for (let waited = 0; find().length < count; waited += 50) {
    if (waited > PATIENCE_MS) throw new Error(`${find().length} letters came to ${email}, not ${count}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return find()
}

/** What stands behind `#token=` in a letter. */
export function tokenIn({ text }: { text: string }): string {
  return /#token=(\S+)/.exec(text)?.[1] ?? ''
}
