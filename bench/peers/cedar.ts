import { type EntityJson, preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs'
import type { Generated } from '../worlds.ts'
import type { Contestant, Reached, ResourceObject } from './contestant.ts'
import { grantsOf, perPrincipal, reachedBy, resourceObjects } from './contestant.ts'

/** One policy set per principal, parsed beforehand, with one policy for what each scope reaches. */
export function openCedar(world: Generated): Contestant {
  const grants = grantsOf(world)
  const resource = resourceObjects(world)
  const entityOf = entities(resource)
  const policySetOf = perPrincipal((who) => {
    const id = `${world.shape.name} ${who}`
    const parsed = preparsePolicySet(id, {
      staticPolicies: grants(who).flatMap(reachedBy).map(policy).join('\n'),
    })
    if (parsed.type === 'failure') throw new Error(`Cedar refused a policy: ${JSON.stringify(parsed.errors)}`)
    return id
  })
  return {
    name: 'cedar-wasm 4, one policy set per principal',
    warm: (who) => void policySetOf(who),
    check: ({ who, action, resource: { type, id } }) => {
      const answer = statefulIsAuthorized({
        principal: { type: 'User', id: who },
        action: { type: 'Action', id: action },
        resource: { type, id: id ?? '' },
        context: {},
        preparsedPolicySetId: policySetOf(who),
        entities: entityOf(type, id),
      })
      if (answer.type === 'failure')
        throw new Error(`Cedar could not decide: ${JSON.stringify(answer.errors)}`)
      return answer.response.decision === 'allow'
    },
  }
}

function policy({ type, actions, all, ids, labels }: Reached): string {
  const may = actions.map((action) => `Action::"${action}"`).join(', ')
  const head = `permit(principal, action in [${may}], resource is ${type})`
  if (all) return `${head};`
  if (!labels)
    return `${head} when { [${ids.map((id) => `${type}::"${id}"`).join(', ')}].contains(resource) };`
  const carries = Object.entries(labels).map(
    ([key, value]) => `resource.labels has "${key}" && resource.labels["${key}"] == "${value}"`,
  )
  return `${head} when { ${carries.join(' && ')} };`
}

/** The one entity that a question is about, made once. */
function entities(resource: (type: string, id: string | null) => ResourceObject) {
  const made = new Map<string, EntityJson[]>()
  return (type: string, id: string | null): EntityJson[] => {
    const name = `${type} ${id}`
    const known = made.get(name)
    if (known) return known
    const entity = [
      { uid: { type, id: id ?? '' }, attrs: { labels: resource(type, id).labels }, parents: [] },
    ]
    made.set(name, entity)
    return entity
  }
}
