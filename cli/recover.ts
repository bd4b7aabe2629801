import type { Command } from 'commander'
import type { Recovered } from '../server/sso/sso.ts'
import { operate } from './operate.ts'
import { say } from './tell.ts'

/** `claviger recover`: the operator's way back into a workspace whose single sign-on lets nobody in (docs/RECOVERY.md). */
export function addRecover(program: Command) {
  program
    .command('recover')
    .description(
      'open a way back into a workspace that requires single sign-on and lets nobody in: it is required no more, the audit trail says so, ' +
        'and its owners are told by mail. This opens the database itself: with the embedded database, stop the server first (with PostgreSQL it may go on).',
    )
    .argument('<slug>', 'the workspace, as in /w/{slug}')
    .option(
      '--email <owner>',
      'an owner: says how they get in, with a one-time link where nothing else is left',
    )
    .action((slug: string, { email }: { email?: string }) =>
      operate(async (acting) => {
        const { recover } = await import('../server/sso/sso.ts')
        tell(slug, email, await recover(acting, slug, email === undefined ? {} : { email }))
      }),
    )
}

function tell(slug: string, email: string | undefined, { wasRequired, owner }: Recovered) {
  say(
    wasRequired
      ? `${slug} does not require single sign-on any more. Its owners are told by mail.`
      : `${slug} did not require single sign-on: nothing had to be switched off.`,
  )
  if (owner?.by === 'password') say(`${email} signs in with their password.`)
  if (owner?.by === 'mail')
    say(`${email} has no password: "Forgot your password?" on the sign-in page mails a link for one.`)
  if (owner?.by === 'link') say(`${email} sets a password here, once, within an hour:\n${owner.url}`)
}
