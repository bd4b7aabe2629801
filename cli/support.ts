import type { Command } from 'commander'
import { operate } from './operate.ts'
import { remark, say } from './tell.ts'

interface Flags {
  staff: string
  name: string
  reason: string
}

/** `claviger support`: a link with which one of the operator's staff comes into a workspace that lets them in (docs/SUPPORT.md). */
export function addSupport(program: Command) {
  program
    .command('support')
    .description(
      'make a link with which one of your support staff comes into a workspace, once and within 15 minutes. An owner must have granted support ' +
        'access; the audit trail names both, and the owners are told by mail. Only the link is printed on standard output. ' +
        'This opens the database itself: with the embedded database, stop the server first (with PostgreSQL it may go on).',
    )
    .argument('<workspace>', 'its slug, as in /w/{slug}')
    .requiredOption('--staff <email>', 'who comes in: their address')
    .requiredOption('--name <name>', 'their name')
    .requiredOption('--reason <text>', 'why, such as the number of a ticket: the owners read it')
    .action((slug: string, { staff: email, name, reason }: Flags) =>
      operate(async (acting) => {
        const { inviteStaff } = await import('../server/support/support.ts')
        const made = await inviteStaff(acting, slug, { email, name, reason })
        remark(
          `${name} comes into ${slug} in the name of ${made.ownerName}, who lets you in until ${made.endsAt.toISOString()}.`,
        )
        remark(`The link works once, until ${made.linkExpiresAt.toISOString()}:`)
        say(made.url)
      }),
    )
}
