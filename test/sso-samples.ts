import type { api } from '../contract/index.ts'
import { newId } from '../server/platform/ids.ts'
import { goodCertificate, metadataOf } from './connections.ts'
import { member, nothing, type Sample, with_ } from './sample.ts'

type Api = Pick<typeof api, 'connections' | 'domains' | 'sso'>

const connection: Sample = ({ connection: connectionId }) => ({ params: { connectionId } })
const domain: Sample = ({ domain: domainId }) => ({ params: { domainId } })
const metadata = metadataOf('https://idp.example/entity', 'https://idp.example/sso', [goodCertificate()])
const attributes = { email: 'email', name: 'name', groups: null }

/** Samples of the endpoints of single sign-on. */
export const ssoSamples = {
  connections: {
    list: nothing,
    get: connection,
    create: with_(nothing, () => ({ name: `New ${newId()}`, kind: 'saml', provider: 'okta' })),
    modify: with_(connection, () => ({ name: 'Renamed' })),
    activate: connection,
    deactivate: connection,
    makeDefault: ({ activeConnection: connectionId }) => ({ params: { connectionId } }),
    delete: connection,
    readMetadata: with_(nothing, () => ({ xml: metadata })),
    test: with_(connection, () => ({})),
    tryMapping: with_(connection, () => ({ attributes })),
    listSignIns: connection,
    listSetUpLinks: nothing,
    createSetUpLink: with_(nothing, () => ({ note: 'For IT', days: 3 })),
    deleteSetUpLink: ({ setUpLink: setUpLinkId }) => ({ params: { setUpLinkId } }),
    lookUpSetUp: nothing,
  },
  domains: {
    list: nothing,
    add: with_(nothing, () => ({ domain: `${newId().toLowerCase()}.example` })),
    modify: with_(domain, () => ({ connectionId: null })),
    check: domain,
    renew: domain,
    delete: domain,
  },
  sso: {
    lookUp: with_(nothing, () => ({ email: `ada@${newId().toLowerCase()}.example` })),
    begin: with_(connection, () => ({})),
    destination: connection,
    start: connection,
    acs: with_(connection, () => ({ SAMLResponse: 'PHg+' })),
    finish: connection,
    callback: connection,
    metadata: connection,
    stepUp: with_(nothing, () => ({})),
    confirmLink: nothing,
    overview: nothing,
    listExemptions: nothing,
    addExemption: member,
    removeExemption: member,
  },
} satisfies { [F in keyof Api]: { [E in keyof Api[F]]: Sample } }
