import { Tabs, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { decisions } from '../../contract/decisions.ts'
import { useAddress } from '../shell/addresses.ts'
import { ClosedDoor } from '../shell/ClosedDoor.tsx'
import { Notice } from '../shell/Notice.tsx'
import { Page } from '../shell/Page.tsx'
import { useMay, useNeeds } from '../workspaces/here.ts'
import { WhatTab } from './WhatTab.tsx'
import { WhoTab } from './WhoTab.tsx'
import { WhyTab } from './WhyTab.tsx'
import './ask.css'
import './decisions.css'

const tabs = ['why', 'who', 'what'] as const

/** Questions about access: may somebody do something and why, who can reach something, what can somebody reach. */
export function WhyPage() {
  const { t } = useTranslation()
  const may = useMay()
  const needs = useNeeds()
  const [{ tab, subjectType }, setAddress] = useAddress()
  const current = tabs.find((one) => one === tab) ?? 'why'
  const mayAskAboutAll = may(decisions.whoCan)
  const whatOf = subjectType === 'token' ? 'whatToken' : 'what'
  return (
    <Page title={t('decisions.ask.title')} lead={t('decisions.ask.lead')}>
      {!mayAskAboutAll && (
        <Notice>
          <Text size="sm">{t('decisions.ask.onlyYou', { what: needs(decisions.whoCan) })}</Text>
        </Notice>
      )}
      <Tabs
        value={current}
        onChange={(next) => setAddress({ tab: next === 'why' ? '' : (next ?? '') })}
        keepMounted={false}
      >
        <Tabs.List mb="lg">
          <Tabs.Tab value="why">{t('decisions.ask.why')}</Tabs.Tab>
          {mayAskAboutAll && <Tabs.Tab value="who">{t('decisions.ask.who')}</Tabs.Tab>}
          <Tabs.Tab value="what">{t(`decisions.ask.${mayAskAboutAll ? whatOf : 'whatYou'}`)}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="why">
          <WhyTab />
        </Tabs.Panel>
        {mayAskAboutAll && (
          <Tabs.Panel value="who">
            <WhoTab />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="what">
          <WhatTab />
        </Tabs.Panel>
      </Tabs>
      {current === 'who' && !mayAskAboutAll && <ClosedDoor call={decisions.whoCan} />}
    </Page>
  )
}
