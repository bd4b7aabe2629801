/** What the demo workspace holds. Everything here is made up; `.example` is a domain that cannot exist (RFC 2606). */

export const workspace = { slug: 'acme', name: 'Acme Corp' }
export const owner = { name: 'Maya Lindqvist', email: 'maya.lindqvist@acme.example' }

/** What a role is on: everything, everything with all of some labels (`key:value`), or single resources (`type:id`). */
export type On = 'everything' | { labels: string[] } | { resources: string[] }
export type Roles = [role: string, on: On][]

const EU = { labels: ['region:eu'] }

export const labels = [
  ['environment', 'staging', 'Rehearsals before a release'],
  ['brand', 'roadrunner', 'Roadrunner, the delivery brand'],
  ['brand', 'anvil', 'Anvil, the hardware brand'],
  ['region', 'eu', 'Data that stays in the European Union'],
  ['region', 'us', 'Data of the United States'],
] as const

export interface Resource {
  type: string
  id: string
  name: string
  labels?: string[]
  parent?: { type: string; id: string }
  attributes?: { enabled: boolean; metadataId?: string }
}

const source = (id: string, name: string, metadataId: string, ...carried: string[]): Resource => {
  return { type: 'source', id, name, labels: carried, attributes: { enabled: true, metadataId } }
}
const space = (id: string, name: string, ...carried: string[]): Resource => ({
  type: 'space',
  id,
  name,
  labels: carried,
})
const destination = (id: string, name: string, of: string): Resource => {
  return { type: 'destination', id, name, parent: { type: 'source', id: of }, attributes: { enabled: true } }
}
const plain = (type: string, id: string, name: string): Resource => ({ type, id, name })

export const resources: Resource[] = [
  source(
    'src_roadrunner_web',
    'Roadrunner website',
    'javascript',
    'environment:prod',
    'brand:roadrunner',
    'region:us',
  ),
  source(
    'src_roadrunner_eu',
    'Roadrunner website, Europe',
    'javascript',
    'environment:prod',
    'brand:roadrunner',
    'region:eu',
  ),
  source(
    'src_roadrunner_ios',
    'Roadrunner for iOS',
    'ios',
    'environment:prod',
    'brand:roadrunner',
    'region:us',
  ),
  source(
    'src_roadrunner_android',
    'Roadrunner for Android',
    'android',
    'environment:prod',
    'brand:roadrunner',
    'region:us',
  ),
  source(
    'src_roadrunner_staging',
    'Roadrunner website, staging',
    'javascript',
    'environment:staging',
    'brand:roadrunner',
  ),
  source(
    'src_roadrunner_dev',
    'Roadrunner website, development',
    'javascript',
    'environment:dev',
    'brand:roadrunner',
  ),
  source('src_anvil_shop', 'Anvil shop', 'javascript', 'environment:prod', 'brand:anvil', 'region:us'),
  source(
    'src_anvil_shop_eu',
    'Anvil shop, Europe',
    'javascript',
    'environment:prod',
    'brand:anvil',
    'region:eu',
  ),
  source('src_anvil_dev', 'Anvil shop, development', 'javascript', 'environment:dev', 'brand:anvil'),
  source('src_orders', 'Order service', 'node.js', 'environment:prod'),
  source('src_support', 'Support desk', 'zendesk', 'environment:prod', 'region:us'),
  destination('dst_roadrunner_analytics', 'Amplitude (Roadrunner)', 'src_roadrunner_web'),
  destination('dst_roadrunner_ads', 'Google Ads (Roadrunner)', 'src_roadrunner_web'),
  destination('dst_roadrunner_push', 'Braze (Roadrunner for iOS)', 'src_roadrunner_ios'),
  destination('dst_anvil_analytics', 'Amplitude (Anvil)', 'src_anvil_shop'),
  destination('dst_anvil_mail', 'Customer.io (Anvil, Europe)', 'src_anvil_shop_eu'),
  destination('dst_orders_slack', 'Slack (big orders)', 'src_orders'),
  plain('warehouse', 'wh_snowflake', 'Snowflake'),
  plain('warehouse', 'wh_bigquery_eu', 'BigQuery, Europe'),
  plain('warehouse', 'wh_redshift_old', 'Redshift (until March)'),
  space('spa_roadrunner', 'Roadrunner customers', 'environment:prod', 'brand:roadrunner'),
  space('spa_anvil', 'Anvil customers', 'environment:prod', 'brand:anvil'),
  space('spa_eu', 'European customers', 'environment:prod', 'region:eu'),
  space('spa_sandbox', 'Sandbox', 'environment:dev'),
  plain('tracking_plan', 'tp_web', 'Web events'),
  plain('tracking_plan', 'tp_mobile', 'Mobile events'),
  plain('tracking_plan', 'tp_orders', 'Order events'),
  plain('function', 'sfnc_orders_import', 'Import orders from the old shop'),
  plain('function', 'dfn_geo', 'Add the country to each event'),
  plain('function', 'dfn_hash_email', 'Hash e-mail addresses'),
  plain('function', 'ifnd_drop_bots', 'Drop traffic of robots'),
]

export const groups: { name: string; roles: Roles }[] = [
  {
    name: 'Data engineering',
    roles: [
      ['Source Admin', 'everything'],
      ['Warehouse Admin', 'everything'],
    ],
  },
  {
    name: 'Analysts',
    roles: [
      ['Source Read-only', 'everything'],
      ['Warehouse Read-only', 'everything'],
      ['Unify and Engage Read-only', 'everything'],
      ['Tracking Plan Read-only', 'everything'],
    ],
  },
  {
    name: 'Roadrunner team',
    roles: [['Source Admin', { labels: ['brand:roadrunner', 'environment:prod'] }]],
  },
  {
    name: 'Marketing Europe',
    roles: [
      ['Unify Read-only, Engage User', EU],
      ['Source Read-only', EU],
    ],
  },
  {
    name: 'Governance',
    roles: [
      ['Tracking Plan Admin', 'everything'],
      ['PII Access', 'everything'],
    ],
  },
]

export interface Member {
  name: string
  /** The part of the address before @acme.example. */
  at: string
  groups?: string[]
  roles?: Roles
}

export const members: Member[] = [
  { name: 'Tom Brennan', at: 'tom.brennan', roles: [['Workspace Owner', 'everything']] },
  {
    name: 'Aisha Rahman',
    at: 'aisha.rahman',
    groups: ['Data engineering', 'Governance'],
  },
  { name: 'Diego Fuentes', at: 'diego.fuentes', groups: ['Data engineering'] },
  { name: 'Priya Nair', at: 'priya.nair', groups: ['Analysts'] },
  { name: 'Lukáš Novák', at: 'lukas.novak', groups: ['Analysts', 'Marketing Europe'] },
  { name: 'Kenji Watanabe', at: 'kenji.watanabe', groups: ['Roadrunner team'] },
  { name: 'Chloé Martin', at: 'chloe.martin', groups: ['Roadrunner team', 'Marketing Europe'] },
  { name: 'Hannah Weiss', at: 'hannah.weiss', groups: ['Marketing Europe'] },
  {
    name: 'Samuel Okafor',
    at: 'samuel.okafor',
    roles: [
      ['Function Admin', 'everything'],
      ['Source Admin', { resources: ['source:src_orders'] }],
    ],
  },
  {
    name: 'Grace Kim',
    at: 'grace.kim',
    groups: ['Governance'],
    roles: [['End User Privacy Admin', 'everything']],
  },
  {
    name: 'Ben Carter',
    at: 'ben.carter',
    roles: [
      ['Source Admin', { resources: ['source:src_anvil_shop', 'source:src_anvil_shop_eu'] }],
      ['Unify and Engage Admin', { resources: ['space:spa_anvil'] }],
    ],
  },
  {
    name: 'Ivana Petrović',
    at: 'ivana.petrovic',
    roles: [
      ['Identity Admin', 'everything'],
      ['Entities Admin', 'everything'],
    ],
  },
  { name: 'Noah Schmidt', at: 'noah.schmidt', roles: [['Minimal Workspace Access', 'everything']] },
]

/** Sent so many days ago; one that was sent as long ago as invites live, but for a day, expires tomorrow. */
export const invites: {
  email: string
  name: string
  sent: 'lately' | 'expires tomorrow'
  groups: string[]
  roles: Roles
}[] = [
  {
    email: 'dana.cole@anvil-agency.example',
    name: 'Dana Cole',
    sent: 'expires tomorrow',
    groups: [],
    roles: [['Source Read-only', { resources: ['source:src_anvil_shop'] }]],
  },
  {
    email: 'jules.moreau@acme.example',
    name: 'Jules Moreau',
    sent: 'lately',
    groups: ['Marketing Europe'],
    roles: [],
  },
  {
    email: 'ravi.iyer@acme.example',
    name: 'Ravi Iyer',
    sent: 'lately',
    groups: ['Data engineering'],
    roles: [],
  },
  {
    email: 'auditor@ledger-partners.example',
    name: 'Ledger Partners',
    sent: 'lately',
    groups: [],
    roles: [
      ['Tracking Plan Read-only', 'everything'],
      ['Source Read-only', { labels: ['environment:prod'] }],
    ],
  },
]

export const tokens: { description: string; roles: Roles; endsInDays?: number }[] = [
  { description: 'Terraform', roles: [['Workspace Owner', 'everything']] },
  {
    description: 'Nightly report',
    roles: [
      ['Source Read-only', 'everything'],
      ['Warehouse Read-only', 'everything'],
    ],
  },
  {
    description: 'CI of Roadrunner',
    roles: [['Source Admin', { labels: ['brand:roadrunner', 'environment:dev'] }]],
    endsInDays: 30,
  },
  { description: 'Order service', roles: [['Source Admin', { resources: ['source:src_orders'] }]] },
]

/** Somebody who may, through a group and two labels. */
export const question = {
  subject: { type: 'user', id: 'kenji.watanabe@acme.example' },
  action: { name: 'source:edit' },
  resource: { type: 'source', id: 'src_roadrunner_web' },
}
