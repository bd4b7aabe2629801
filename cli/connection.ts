import { type Command, Option } from 'commander'
import type { Connection } from '../client/call.ts'

export interface ConnectionFlags {
  url: string
  token?: string
}

/** Gives a command the flags that say which server to ask, and as whom. */
export function overHttp(command: Command): Command {
  return command
    .addOption(
      new Option('--url <url>', 'where the server is').env('CLAVIGER_URL').default('http://127.0.0.1:3000'),
    )
    .addOption(new Option('--token <token>', 'an API token (cvt_…)').env('CLAVIGER_TOKEN'))
}

/** The connection that the flags describe. Throws a sentence for the person at the keyboard. */
export function connectionOf({ url, token }: ConnectionFlags): Connection {
  if (!/^https?:\/\/[^/?#\s]/.test(url) || !URL.canParse(url)) {
    throw new Error(
      `--url (or CLAVIGER_URL) must be an address such as https://access.example.com, not ${url}`,
    )
  }
  if (!token) throw new Error('Say who you are: --token cvt_…, or CLAVIGER_TOKEN in the environment.')
  return { url: url.replace(/\/+$/, ''), token }
}
