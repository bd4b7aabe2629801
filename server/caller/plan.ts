import type { Feature } from '../../contract/catalog.ts'
import { planHas } from '../../contract/complete.ts'
import { Problem } from '../../contract/problems.ts'
import type { JsonObject } from '../db/tables.ts'
import type { App } from './app.ts'
import type { Caller } from './caller.ts'

/** Whether the workspace's plan includes a feature (rules, section 15; the table is in the catalog). */
export function hasFeature({ app, workspace }: Pick<Caller, 'app' | 'workspace'>, feature: Feature): boolean {
  return app.catalog.plans[workspace.plan]?.features.includes(feature) ?? false
}

/** Whether a workspace lets people in through its single sign-on alone: it says so, and its plan has it. */
export function requiresSso(
  { catalog }: Pick<App, 'catalog'>,
  { settings, plan }: { settings: JsonObject; plan: string },
): boolean {
  return settings.requireSso === true && planHas(catalog, plan, 'sso')
}

/** Raises `plan-limit`, naming the feature, the present plan, and the plans that have it. */
export function requireFeature(caller: Pick<Caller, 'app' | 'workspace'>, feature: Feature) {
  const refusal = refusalOf(caller, feature)
  if (refusal) throw refusal
}

/** What `requireFeature` would raise; null where the plan includes the feature. */
export function refusalOf(caller: Pick<Caller, 'app' | 'workspace'>, feature: Feature): Problem | null {
  if (hasFeature(caller, feature)) return null
  const plans = Object.entries(caller.app.catalog.plans)
  const having = plans.filter(([, plan]) => plan.features.includes(feature)).map(([, plan]) => plan.name)
  const present = caller.app.catalog.plans[caller.workspace.plan]?.name ?? caller.workspace.plan
  return new Problem('plan-limit', {
    message: `The ${present} plan does not include ${feature.replaceAll('-', ' ')}. It is part of: ${having.join(', ') || 'no plan'}.`,
    data: { feature, plan: caller.workspace.plan },
  })
}

/** The workspace's limit of one kind; null is without limit. */
export function planLimit(
  { app, workspace }: Pick<Caller, 'app' | 'workspace'>,
  limit: 'customLabels' | 'members',
) {
  return app.catalog.plans[workspace.plan]?.limits[limit] ?? null
}
