import { Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { connections } from '../../contract/connections.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { Bearer, useReply } from '../data.ts'
import { useLinkToken } from '../shell/addresses.ts'
import { Languages } from '../shell/Languages.tsx'
import { Mark } from '../shell/Mark.tsx'
import { useMoments } from '../shell/moments.ts'
import { Offline } from '../shell/Offline.tsx'
import { Page } from '../shell/Page.tsx'
import { PageTabs } from '../shell/PageTabs.tsx'
import { Failed, Outline } from '../shell/Waiting.tsx'
import { Connections } from './ConnectionsPage.tsx'
import { ConnectionView } from './ConnectionView.tsx'
import { Domains } from './DomainsPage.tsx'
import { NewConnection } from './NewConnection.tsx'
import './sso.css'

const KEPT = 'claviger-set-up'

/** Single sign-on for whoever holds a set-up link: its connections. */
export function SetUpPage() {
  return (
    <Frame>
      {(what) => (
        <Head what={what}>
          <Connections />
        </Head>
      )}
    </Frame>
  )
}

/** The domains, for whoever holds a set-up link. */
export function SetUpDomainsPage() {
  return (
    <Frame>
      {(what) => (
        <Head what={what}>
          <Domains />
        </Head>
      )}
    </Frame>
  )
}

/** A new connection, for whoever holds a set-up link. */
export function SetUpNewPage() {
  const { t } = useTranslation()
  return (
    <Frame>
      {() => (
        <Page
          title={t('connections.new.title')}
          lead={t('connections.new.lead')}
          back={{ to: '/set-up', text: t('connections.all') }}
        >
          <NewConnection />
        </Page>
      )}
    </Frame>
  )
}

/** One connection, for whoever holds a set-up link. */
export function SetUpConnectionPage() {
  return <Frame>{() => <ConnectionView />}</Frame>
}

type What = Reply<typeof connections.lookUpSetUp>

function Frame({ children }: { children: (what: What) => ReactNode }) {
  const { t } = useTranslation()
  const secret = useSecret()
  return (
    <Bearer value={secret}>
      <a className="skip-link" href="#content">
        {t('common.skip')}
      </a>
      <header className="inside-header">
        <Mark size={28} />
        {t('common.product')}
        <div style={{ flex: 1 }} />
      </header>
      <main id="content" className="page" tabIndex={-1}>
        <Offline />
        {secret === '' ? (
          <Closed title={t('connections.setUp.none')} text={t('connections.setUp.noneText')} />
        ) : (
          <Opened>{children}</Opened>
        )}
        <Languages />
      </main>
    </Bearer>
  )
}

/** The secret of the link: taken out of the address, where it could be copied or looked at, and kept while this tab is open. */
function useSecret(): string {
  const given = useLinkToken()
  const [secret] = useState(() => given || kept())
  useEffect(() => {
    if (!given) return
    try {
      sessionStorage.setItem(KEPT, given)
    } catch {
      // A browser that keeps nothing asks for the link again with each page.
      return
    }
    const { pathname, search } = window.location
    window.history.replaceState(window.history.state, '', pathname + search)
  }, [given])
  return given || secret
}

function kept(): string {
  try {
    return sessionStorage.getItem(KEPT) ?? ''
  } catch {
    return ''
  }
}

function Opened({ children }: { children: (what: What) => ReactNode }) {
  const { t } = useTranslation()
  const what = useReply(connections.lookUpSetUp, {})
  if (what.error && what.error.status < 500 && what.error.status !== 429) {
    return <Closed title={t('connections.setUp.gone')} text={t('connections.setUp.goneText')} />
  }
  if (what.error) return <Failed error={what.error} retry={() => void what.refetch()} />
  return what.data ? children(what.data) : <Outline />
}

function Closed({ title, text }: { title: string; text: string }) {
  return (
    <Stack>
      <Title order={1} size="h2">
        {title}
      </Title>
      <Text>{text}</Text>
    </Stack>
  )
}

function Head({ what: { workspace, expiresAt }, children }: { what: What; children: ReactNode }) {
  const { t } = useTranslation()
  const moments = useMoments()
  const tabs = [
    { to: '/set-up', text: t('sso.connectionsTab') },
    { to: '/set-up/domains', text: t('sso.domainsTab') },
  ]
  return (
    <Page
      title={t('connections.setUp.title', { name: workspace.name })}
      lead={
        expiresAt
          ? t('connections.setUp.lead', { date: moments.time(expiresAt) })
          : t('connections.setUp.leadOwner')
      }
    >
      <Stack gap="lg">
        <PageTabs label={t('connections.setUp.tabs')} tabs={tabs} />
        {children}
      </Stack>
    </Page>
  )
}
