import { authzen as authzenEndpoints } from '../../contract/authzen.ts'
import { decisions as endpoints } from '../../contract/decisions.ts'
import { feature } from '../http/handlers.ts'
import { evaluate, evaluateAll } from './authzen.ts'
import { explainDecision, listWhatCan, listWhoCan } from './decisions.ts'
import { describeDecisionPoint } from './discovery.ts'
import { showAccess } from './effective.ts'
import { downloadAccess, downloadWhatCan, downloadWhoCan } from './files.ts'
import { searchAction, searchResource, searchSubject } from './search.ts'

export const authzen = feature('authzen', authzenEndpoints, {
  evaluate: (caller, { body }) => evaluate(caller, body),
  evaluateAll: (caller, { body }) => evaluateAll(caller, body),
  searchSubject: (caller, { body }) => searchSubject(caller, body),
  searchResource: (caller, { body }) => searchResource(caller, body),
  searchAction: (caller, { body }) => searchAction(caller, body),
  metadata: ({ app }) => describeDecisionPoint(app.config.publicUrl),
  metadataOfWorkspace: ({ app }, { params }) => describeDecisionPoint(app.config.publicUrl, params.workspace),
})

export const decisions = feature('decisions', endpoints, {
  explain: (caller, { body }) => explainDecision(caller, body),
  whoCan: (caller, { query }) => listWhoCan(caller, query),
  whoCanFile: (caller, { query }) => downloadWhoCan(caller, query),
  whatCan: (caller, { query }) => listWhatCan(caller, query),
  whatCanFile: (caller, { query }) => downloadWhatCan(caller, query),
  accessFile: (caller, { params }) => downloadAccess(caller, params.userId),
  accessOfUser: (caller, { params }) => showAccess(caller, 'user', params.userId),
  accessOfToken: (caller, { params }) => showAccess(caller, 'token', params.tokenId),
})
