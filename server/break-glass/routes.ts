import { breakGlass as endpoints } from '../../contract/break-glass.ts'
import { feature } from '../http/handlers.ts'
import * as operations from './break-glass.ts'
import * as nominees from './nominees.ts'

const SUCCESS = { status: 'SUCCESS' } as const

export const breakGlass = feature('breakGlass', endpoints, {
  get: (caller) => operations.showBreakGlass(caller),
  nominate: async (caller, { body }) => ({ nominees: await nominees.nominate(caller, body.userId) }),
  withdraw: async (caller, { params }) => {
    await nominees.withdraw(caller, params.userId)
    return SUCCESS
  },
  mine: (caller) => operations.showMine(caller),
  use: async (caller, { body }) => ({ use: await operations.breakGlass(caller, body) }),
  end: async (caller, { params }) => ({ use: await operations.endUse(caller, params.breakGlassUseId) }),
})
