import type { Question, World } from '../access/index.ts'
import { check, listPrincipals, listResources } from '../access/index.ts'
import { Disagreement } from './context.ts'
import type { Contestant } from './peers/contestant.ts'

/** What the engine answers, question by question; the others must answer the same. */
export function answersOf(world: World, questions: Question[]): boolean[] {
  return questions.map((question) => check(world, question))
}

/** Asks a contestant every question. Throws a Disagreement that names the first one answered otherwise. */
export async function agree(
  contestant: Contestant,
  questions: Question[],
  answers: boolean[],
): Promise<void> {
  for (const [place, question] of questions.entries()) {
    await contestant.warm(question.who)
    const answer = await contestant.check(question)
    if (answer === answers[place]) continue
    throw new Disagreement(
      `${contestant.name} says ${answer} where the engine says ${answers[place]}: ${JSON.stringify(question)}`,
    )
  }
}

/** The two lists must hold exactly what `check` says yes to. Throws a Disagreement otherwise. */
export function agreeOnLists(
  world: World,
  questions: Question[],
  resources: { type: string; id: string }[],
): void {
  for (const { who, action, resource, at } of questions) {
    const seen = listResources(
      world,
      { who, action, type: resource.type, at },
      { count: resources.length },
    ).ids
    const checked = resources
      .filter(
        ({ type, id }) => type === resource.type && check(world, { who, action, resource: { type, id }, at }),
      )
      .map(({ id }) => id)
    same(seen, checked, `what ${who} may ${action}`)

    const found = listPrincipals(world, { action, resource, at }, { count: world.principals.size })
    const able = Array.from(world.principals.keys()).filter((id) =>
      check(world, { who: id, action, resource, at }),
    )
    same(found.ids, able, `who may ${action} on ${resource.id}`)
    if (found.total !== able.length)
      throw new Disagreement(`${found.total} is not the number of who may ${action}`)
  }
}

function same(listed: string[], checked: string[], what: string) {
  const sorted = checked.toSorted()
  if (listed.length === sorted.length && listed.every((id, place) => id === sorted[place])) return
  throw new Disagreement(`${what}: the list holds ${listed.length}, the checks allow ${checked.length}`)
}
