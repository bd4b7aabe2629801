import { grants } from './grants.ts'
import { groups } from './groups.ts'
import { meta } from './meta.ts'

/** The whole API in one object: every endpoint that the server has. */
export const api = { grants, groups, meta }
