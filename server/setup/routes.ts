import { setup as endpoints } from '../../contract/setup.ts'
import { feature } from '../http/handlers.ts'
import { formPage, usedUpPage } from './page.ts'
import { isStillOpen, setUp } from './setup.ts'

export const setup = feature('setup', endpoints, {
  page: async (visitor, { query }) =>
    (await isStillOpen(visitor, query.token ?? '')) ? formPage() : usedUpPage(),
  setUp: (visitor, { body }) => setUp(visitor, body),
})
