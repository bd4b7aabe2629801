import { audit as endpoints } from '../../contract/audit.ts'
import { feature } from '../http/handlers.ts'
import { listEvents } from './audit.ts'

export const audit = feature('audit', endpoints, {
  list: (caller, { query }) => listEvents(caller, query),
})
