import type { Command } from 'commander'
import { call } from '../client/call.ts'
import type { decisions } from '../contract/decisions.ts'
import type { Reply } from '../contract/endpoint.ts'
import { type ConnectionFlags, connectionOf, overHttp } from './connection.ts'
import { say } from './tell.ts'

interface Flags extends ConnectionFlags {
  as: string
  json?: true
}

const NOT_ALLOWED = 2

/** `claviger why`: whether somebody may do something, and the grants that decide it. */
export function addWhy(program: Command) {
  const why = program
    .command('why')
    .description('say whether somebody may do something, and why')
    .argument('<who>', 'a member: e-mail address, id or external id; or token:ID')
    .argument('<action>', 'such as source:edit')
    .argument('<resource>', 'type:id, such as source:web; or a type alone, for creating one')
    .option('--as <type>', 'the subject type by which the member is named', 'user')
    .option('--json', 'print the explanation as JSON')
    .addHelpText('after', `\nExit code: 0 allowed, ${NOT_ALLOWED} not allowed, 1 no answer.`)
  overHttp(why).action(async (who: string, action: string, resource: string, flags: Flags) => {
    const body = {
      subject: subjectOf(who, flags.as),
      action: { name: action },
      resource: resourceOf(resource),
    }
    const { decisions } = await import('../contract/decisions.ts')
    const answer = await call(connectionOf(flags), decisions.explain, { body })
    if (flags.json) say(JSON.stringify(answer))
    else for (const line of linesOf(answer)) say(line)
    if (!answer.allowed) process.exitCode = NOT_ALLOWED
  })
}

function subjectOf(who: string, type: string) {
  return who.startsWith('token:') ? { type: 'token', id: who.slice('token:'.length) } : { type, id: who }
}

function resourceOf(text: string) {
  const colon = text.indexOf(':')
  return colon === -1 ? { type: text } : { type: text.slice(0, colon), id: text.slice(colon + 1) }
}

function linesOf(answer: Reply<typeof decisions.explain>): string[] {
  const { allowed, sentence, paths, nearest, smallestRoles, whoCanGrant } = answer
  const names = (list: { name: string }[]) => list.map((one) => one.name).join(', ')
  return [
    `${allowed ? 'Yes' : 'No'}. ${sentence}`,
    ...paths.map(({ roleName, scope, via, endsAt }) => {
      const through = via.kind === 'group' ? `, through the group ${via.name ?? via.id}` : ''
      return `  + ${roleName} on ${scope.says}${through}${endsAt ? `, until ${endsAt}` : ''}`
    }),
    ...nearest.map((miss) => `  - ${miss.says}`),
    ...(!allowed && smallestRoles.length > 0 ? [`  A role that would do: ${names(smallestRoles)}`] : []),
    ...(!allowed && whoCanGrant.length > 0 ? [`  Who can grant it: ${names(whoCanGrant)}`] : []),
  ]
}
