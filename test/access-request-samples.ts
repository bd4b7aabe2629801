import type { api } from '../contract/index.ts'
import { nothing, type Sample, with_ } from './sample.ts'

type Api = Pick<typeof api, 'accessRequests' | 'breakGlass' | 'support'>

const request: Sample = ({ accessRequest: accessRequestId }) => ({ params: { accessRequestId } })

/** Samples of requests for access, support access and break-glass. */
export const accessRequestSamples = {
  accessRequests: {
    create: with_(nothing, ({ warehouse: id }) => ({
      resource: { type: 'WAREHOUSE', id },
      message: 'For the report of this month.',
    })),
    listMine: nothing,
    withdraw: request,
    list: nothing,
    get: request,
    resolve: with_(request, () => ({ permissions: [] })),
    dismiss: with_(request, () => ({ reason: 'Ask the data team.' })),
    exportAll: nothing,
  },
  breakGlass: {
    get: nothing,
    nominate: with_(nothing, ({ member: userId }) => ({ userId })),
    withdraw: ({ nominee: userId }) => ({ params: { userId } }),
    mine: nothing,
    use: with_(nothing, () => ({ reason: 'Nobody else can be reached.', hours: 1 })),
    end: ({ breakGlassUse: breakGlassUseId }) => ({ params: { breakGlassUseId } }),
  },
  support: {
    get: nothing,
    grant: with_(nothing, () => ({ days: 7 })),
    revoke: nothing,
    lookUp: ({ supportLink: token }) => ({ query: `?token=${token}` }),
    signIn: with_(nothing, ({ supportLink: token }) => ({ token })),
    leave: nothing,
  },
} satisfies { [F in keyof Api]: { [E in keyof Api[F]]: Sample } }
