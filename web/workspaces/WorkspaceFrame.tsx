import { AppShell, Burger } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { Outlet, useLocation, useParams } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { account } from '../../contract/account.ts'
import { resources } from '../../contract/resources.ts'
import { words as endpoints } from '../../contract/words.ts'
import { workspaces } from '../../contract/workspaces.ts'
import { useReply, WorkspaceSlug } from '../data.ts'
import { AccountMenu } from '../shell/AccountMenu.tsx'
import { Offline } from '../shell/Offline.tsx'
import { Products } from '../shell/Products.tsx'
import { ProveAgain } from '../shell/ProveAgain.tsx'
import { Outline } from '../shell/Waiting.tsx'
import type { Visit } from '../support/VisitBanner.tsx'
import { VisitMenu } from '../support/VisitMenu.tsx'
import { CatalogWords, noWords, told } from '../words.ts'
import { CommandPalette, PaletteButton } from './CommandPalette.tsx'
import { Entrance } from './Entrance.tsx'
import { type Here, HereContext, typesIn } from './here.ts'
import { Navigation } from './Navigation.tsx'
import { Standing } from './Standing.tsx'
import './frame.css'

/** The frame of every page of a workspace: its navigation, and who is signed in. */
export function WorkspaceFrame() {
  const { slug = '' } = useParams({ strict: false })
  return (
    <WorkspaceSlug value={slug} key={slug}>
      <Loaded slug={slug} />
    </WorkspaceSlug>
  )
}

function Loaded({ slug }: { slug: string }) {
  const { here, words, error, retry } = useLoaded()
  const visit = here?.me.visit
  const person = useReply(account.get, {}, { enabled: !visit })
  if (error || !(person.data || visit)) {
    return (
      <Frame slug={slug} header={person.data && <Person account={person.data.account} />}>
        {error ? <Entrance slug={slug} error={error} retry={retry} /> : <Outline />}
      </Frame>
    )
  }
  return (
    <CatalogWords value={words}>
      <HereContext value={here}>
        <Frame
          slug={slug}
          header={<Person account={person.data?.account} visit={visit} isInside={here !== null} />}
          navigation={here ? <Navigation /> : undefined}
        >
          {here ? <Inner /> : <Outline />}
        </Frame>
      </HereContext>
    </CatalogWords>
  )
}

/** What every page of the workspace is about, in the person's language. */
function useLoaded() {
  const { i18n } = useTranslation()
  // What is refused here is the workspace: the frame says why, and leads to the sign-in page where that is the reason.
  const workspace = useReply(workspaces.get, {}, { strangers: true })
  const me = useReply(workspaces.me, {}, { strangers: true })
  const types = useReply(resources.listTypes, {}, { strangers: true })
  const query = { language: i18n.language.slice(0, 2) }
  // Without it, the catalog speaks for itself; so nobody has to hear of what went wrong.
  const said = useReply(endpoints.get, { query }, { strangers: true, keep: true })
  const words = said.data?.words ?? noWords
  const isSaid = said.data !== undefined || said.isError
  const here = useMemo((): Here | null => {
    if (!workspace.data || !me.data || !types.data || !isSaid) return null
    const about = workspace.data.workspace
    return {
      workspace: { ...about, planName: told(words.plans, about.plan, about.planName) },
      me: me.data.me,
      types: typesIn(words, types.data.types),
    }
  }, [workspace.data, me.data, types.data, words, isSaid])
  return {
    here,
    words,
    error: workspace.error ?? me.error ?? types.error,
    retry: () => void [workspace, me, types].map((one) => one.refetch()),
  }
}

function Inner() {
  return (
    <>
      <Standing />
      <Outlet />
    </>
  )
}

interface Somebody {
  account?: Parameters<typeof AccountMenu>[0]['account'] | undefined
  /** Support staff have no account. */
  visit?: Visit | null | undefined
  isInside?: boolean
}

function Person({ account: person, visit, isInside = false }: Somebody) {
  return (
    <>
      {isInside && <PaletteButton />}
      {isInside && <CommandPalette />}
      <Products />
      {visit && <VisitMenu visit={visit} />}
      {person && <AccountMenu account={person} />}
      {person && <ProveAgain account={person} />}
    </>
  )
}

interface Given {
  slug: string
  header: ReactNode
  navigation?: ReactNode
  children: ReactNode
}

function Frame({ slug, header, navigation, children }: Given) {
  const { t } = useTranslation()
  const [isOpen, { toggle, close }] = useDisclosure(false)
  const pathname = useLocation({ select: (location) => location.pathname })
  const isWide = useMediaQuery('(min-width: 62em)', false, { getInitialValueInEffect: false })
  const burger = useRef<HTMLButtonElement>(null)
  const leave = () => {
    if (isWide || !isOpen) return
    close()
    burger.current?.focus()
  }
  const closeByKey = ({ key }: KeyboardEvent) => key === 'Escape' && leave()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the navigation of a small screen
  useEffect(close, [pathname, slug])
  return (
    <AppShell
      // On a small screen the header stays above the navigation, because it opens and closes it.
      layout={isWide ? 'alt' : 'default'}
      header={{ height: 56 }}
      navbar={{ width: 248, breakpoint: 'md', collapsed: { mobile: !isOpen, desktop: !navigation } }}
      padding={{ base: 'md', sm: 'xl' }}
    >
      <a className="skip-link" href="#content">
        {t('common.skip')}
      </a>
      <AppShell.Header className="frame-header" data-open={isOpen}>
        {navigation && (
          <Burger
            ref={burger}
            opened={isOpen}
            onClick={toggle}
            onKeyDown={closeByKey}
            hiddenFrom="md"
            size="sm"
            aria-label={t(isOpen ? 'frame.closeNavigation' : 'frame.openNavigation')}
            aria-expanded={isOpen}
          />
        )}
        <div style={{ flex: 1 }} />
        {header}
      </AppShell.Header>
      {navigation && (
        <AppShell.Navbar
          className="frame-navigation"
          aria-label={t('frame.navigation')}
          // What is closed is only out of sight; the keyboard is not to go there.
          inert={!isWide && !isOpen}
          onKeyDown={closeByKey}
        >
          {navigation}
        </AppShell.Navbar>
      )}
      <AppShell.Main id="content" tabIndex={-1}>
        <div className="frame-page">
          <Offline />
          {children}
        </div>
      </AppShell.Main>
    </AppShell>
  )
}
