import {
  Ability as CaslAbility,
  createMongoAbility,
  type MatchConditions,
  type RawRuleOf,
} from '@casl/ability'
import type { Generated } from '../worlds.ts'
import type { Contestant, Reached, ResourceObject } from './contestant.ts'
import { grantsOf, perPrincipal, reachedBy, resourceObjects } from './contestant.ts'

type LambdaAbility = CaslAbility<[string, string | ResourceObject], MatchConditions<ResourceObject>>

const detectSubjectType = (resource: ResourceObject) => resource.type

/** One ability per principal; a condition is a function with a Set, the fastest that CASL can be given. */
export function openCaslLambda(world: Generated): Contestant {
  const conditionOf = ({ ids, labels }: Reached): MatchConditions<ResourceObject> => {
    if (labels) {
      const wanted = Object.entries(labels)
      return (resource) => wanted.every(([key, value]) => resource.labels[key] === value)
    }
    const set = new Set(ids)
    return (resource) => set.has(resource.id)
  }
  const make = (reached: Reached[]) => {
    const rules = reached.map((one) => {
      const rule: RawRuleOf<LambdaAbility> = { action: one.actions, subject: one.type }
      return one.all ? rule : { ...rule, conditions: conditionOf(one) }
    })
    return new CaslAbility<[string, string | ResourceObject], MatchConditions<ResourceObject>>(rules, {
      conditionsMatcher: (matches: MatchConditions<ResourceObject>) => matches as MatchConditions,
      detectSubjectType: detectSubjectType as (subject: string | ResourceObject) => string,
    })
  }
  return open('CASL 7, lambda and Set', world, make)
}

/** One ability per principal; conditions as CASL's own guide writes them. */
export function openCaslConditions(world: Generated): Contestant {
  const conditionOf = ({ ids, labels }: Reached) =>
    labels
      ? Object.fromEntries(Object.entries(labels).map(([key, value]) => [`labels.${key}`, value]))
      : { id: { $in: ids } }
  const make = (reached: Reached[]) =>
    createMongoAbility<[string, string | ResourceObject]>(
      reached.map((one) => {
        const rule = { action: one.actions, subject: one.type }
        // CASL types conditions by the fields of the subject; a dotted path is outside of that.
        return one.all ? rule : { ...rule, conditions: conditionOf(one) as Record<string, string> }
      }),
      { detectSubjectType: detectSubjectType as (subject: string | ResourceObject) => string },
    )
  return open('CASL 7, conditions', world, make)
}

interface Ability {
  can(action: string, resource: ResourceObject): boolean
}

function open(name: string, world: Generated, make: (reached: Reached[]) => Ability): Contestant {
  const grants = grantsOf(world)
  const resource = resourceObjects(world)
  const abilityOf = perPrincipal((who) => make(joinLists(grants(who).flatMap(reachedBy))))
  return {
    name,
    warm: (who) => void abilityOf(who),
    check: ({ who, action, resource: { type, id } }) => abilityOf(who).can(action, resource(type, id)),
  }
}

/** One rule for all lists of the same actions: fewer rules to walk. */
function joinLists(reached: Reached[]): Reached[] {
  const byRule = Map.groupBy(reached, ({ type, actions, all, labels }) =>
    all || labels ? JSON.stringify([type, actions, all, labels]) : JSON.stringify([type, actions]),
  )
  return Array.from(byRule.values(), (same) => {
    const [first] = same as [Reached, ...Reached[]]
    return { ...first, ids: Array.from(new Set(same.flatMap(({ ids }) => ids))) }
  })
}
