import { Button, NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import { useReply } from '../data.ts'
import { useAddress } from '../shell/addresses.ts'
import { Section } from '../shell/Section.tsx'

/** The identity providers that there are steps for. */
const providers = ['okta', 'entra', 'onelogin', 'google', 'jumpcloud', 'other'] as const

/** What is done in the console of the identity provider, step by step. Once requests have come, only for whoever asks for it. */
export function ProviderGuide({ isUsed }: { isUsed: boolean }) {
  const { t } = useTranslation()
  const [{ provider: asked }, change] = useAddress()
  const ours = useOurProvider()
  const provider = providers.find((one) => one === asked) ?? ours
  const isOpen = !isUsed || asked !== undefined
  return (
    <Section title={t('provisioning.guide.title')} lead={isOpen && t('provisioning.guide.lead')}>
      {isOpen ? (
        <>
          <NativeSelect
            label={t('provisioning.guide.provider')}
            className="sync-provider"
            data={providers.map((value) => ({ value, label: t(`provisioning.guide.name.${value}`) }))}
            value={provider}
            onChange={({ currentTarget }) => change({ provider: currentTarget.value })}
          />
          <ol className="sso-guide sync-guide">
            {t(`provisioning.guide.${provider}`)
              .split('\n')
              .map((step) => (
                <li key={step}>{step}</li>
              ))}
          </ol>
        </>
      ) : (
        <div>
          <Button variant="default" onClick={() => change({ provider })}>
            {t('provisioning.guide.show')}
          </Button>
        </div>
      )}
    </Section>
  )
}

/** The one that people sign in through: its steps are wanted most likely. */
function useOurProvider(): (typeof providers)[number] {
  const all = useReply(connections.list, { query: {} }).data?.connections ?? []
  return (all.find(({ isDefault }) => isDefault) ?? all[0])?.provider ?? 'okta'
}
