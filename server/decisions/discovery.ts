import type { authzen } from '../../contract/authzen.ts'
import type { Reply } from '../../contract/endpoint.ts'

/**
 * Where the decision API is, from the address by which programs reach this server (AZ-14). `workspace` is repeated as it was asked, never
 * looked up.
 */
export function describeDecisionPoint(publicUrl: string, workspace?: string): Reply<typeof authzen.metadata> {
  const base = workspace === undefined ? publicUrl : `${publicUrl}/w/${encodeURIComponent(workspace)}`
  return {
    policy_decision_point: base,
    access_evaluation_endpoint: `${base}/access/v1/evaluation`,
    access_evaluations_endpoint: `${base}/access/v1/evaluations`,
    search_subject_endpoint: `${base}/access/v1/search/subject`,
    search_resource_endpoint: `${base}/access/v1/search/resource`,
    search_action_endpoint: `${base}/access/v1/search/action`,
  }
}
