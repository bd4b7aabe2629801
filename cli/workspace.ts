import { Argument, type Command } from 'commander'
import { type Acting, operate } from './operate.ts'
import { say } from './tell.ts'

const OPENS =
  'This opens the database itself: with the embedded database, stop the server first (with PostgreSQL it may go on).'

/** `claviger workspace …`: what only the operator does to a workspace, in the database itself. */
export function addWorkspace(program: Command) {
  const workspace = program
    .command('workspace')
    .description('what only the operator of the server does to a workspace')
  workspace
    .command('plan')
    .description(`move a workspace to another plan. ${OPENS}`)
    .argument('<slug>', 'the workspace, as in /w/{slug}')
    .argument('<plan>', 'a plan of the catalog, such as business')
    .action((slug: string, plan: string) => operate((acting) => movePlan(acting, slug, plan)))
  workspace
    .command('hipaa')
    .description(
      `say that a workspace is HIPAA-eligible: sessions of its members end after 15 minutes of inactivity. ${OPENS}`,
    )
    .argument('<slug>', 'the workspace, as in /w/{slug}')
    .addArgument(new Argument('<on|off>', 'whether it is').choices(['on', 'off']))
    .action((slug: string, wanted: 'on' | 'off') => operate((acting) => turnHipaa(acting, slug, wanted)))
}

async function movePlan(acting: Acting, slug: string, plan: string) {
  const { setPlan } = await import('../server/workspaces/workspaces.ts')
  const { from, to } = await setPlan(acting, slug, plan)
  say(
    from === to
      ? `${slug} is on the plan ${to} already.`
      : `${slug} is on the plan ${to} now; it was ${from}.`,
  )
}

async function turnHipaa(acting: Acting, slug: string, wanted: 'on' | 'off') {
  const { setHipaa } = await import('../server/workspaces/workspaces.ts')
  const { was } = await setHipaa(acting, slug, wanted === 'on')
  const says = wanted === 'on' ? 'HIPAA-eligible' : 'not HIPAA-eligible'
  say(was === (wanted === 'on') ? `${slug} is ${says} already.` : `${slug} is ${says} now.`)
}
