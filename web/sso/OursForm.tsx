import { OidcForm } from './OidcForm.tsx'
import type { Connection } from './place.ts'
import { SamlForm } from './SamlForm.tsx'
import { SamlMetadata } from './SamlMetadata.tsx'

/** What we have to know of the identity provider. */
export function OursForm({ connection }: { connection: Connection }) {
  if (connection.oidc) return <OidcForm connection={connection} oidc={connection.oidc} />
  if (!connection.saml) return null
  return (
    <>
      <SamlMetadata connection={connection} saml={connection.saml} />
      <SamlForm
        key={`${connection.saml.entityId} ${connection.saml.ssoUrl}`}
        connection={connection}
        saml={connection.saml}
      />
    </>
  )
}
