import type { PlanSpec, ProductCatalog, ResourceTypeSpec } from './catalog.ts'
import { german } from './segment-german.ts'
import { roles } from './segment-roles.ts'

const resourceTypes = {
  workspace: {
    name: 'workspace',
    labelable: false,
    actions: {
      'identity:read': { says: 'See the Identity settings of Unify.' },
      'identity:edit': { says: 'Change the Identity settings of Unify.' },
      'entity:read': { says: 'See entity models.' },
      'entity:edit': { says: 'Create, change and delete entity models and their connection details.' },
      'privacy:read': { says: 'See the End User Privacy settings.' },
      'privacy:edit': { says: 'Change the End User Privacy settings, and run suppressions and deletions.' },
      'privacy-portal:open': { says: 'Open the Privacy Portal and classify fields in it.' },
    },
  },
  source: {
    name: 'source',
    area: 'Connections',
    labelable: true,
    actions: {
      'source:read': { says: 'See a source: settings, schema, transformations and live data.' },
      'source:write-key': { says: 'See the write key of a source.' },
      'source:pii': { says: 'See personal data of a source unmasked.', needs: 'source:read' },
      'source:edit': { says: 'Change a source: settings, schema and transformations; switch it on and off.' },
      'source:label': { says: 'Put labels on a source, and take them off.' },
      'source:connect': {
        says: 'Add destinations to a source; connect it to warehouses, tracking plans and spaces.',
      },
      'source:create': { says: 'Create sources.', creates: true },
      'source:delete': { says: 'Delete a source.' },
    },
  },
  // There is no `destination:create`: a destination hangs on a source, and adding one is `source:connect` on that source.
  destination: {
    name: 'destination',
    area: 'Connections',
    labelable: false,
    parent: 'source',
    actions: {
      'destination:read': { says: 'See a destination and its settings.' },
      'destination:edit': { says: 'Change a destination; switch it on and off.' },
      'destination:delete': { says: 'Remove a destination from its source.' },
    },
  },
  function: {
    name: 'function',
    area: 'Functions',
    labelable: false,
    actions: {
      'function:read': { says: 'See a function and its code.' },
      'function:edit': {
        says: 'Change a function. To connect or deploy one takes `source:connect` as well.',
      },
      'function:create': { says: 'Create functions.', creates: true },
      'function:delete': { says: 'Delete a function.' },
    },
  },
  warehouse: {
    name: 'warehouse',
    area: 'Storage',
    labelable: false,
    actions: {
      'warehouse:read': { says: 'See a warehouse and its settings.' },
      'warehouse:edit': { says: 'Change a warehouse. To connect a source takes `source:connect` as well.' },
      'warehouse:create': { says: 'Create warehouses.', creates: true },
      'warehouse:delete': { says: 'Delete a warehouse.' },
    },
  },
  tracking_plan: {
    name: 'tracking plan',
    area: 'Protocols',
    labelable: false,
    actions: {
      'tracking-plan:read': { says: 'See a tracking plan and its rules.' },
      'tracking-plan:edit': {
        says: 'Change a tracking plan; take sources off it. To add one takes `source:connect` as well.',
      },
      'tracking-plan:create': { says: 'Create tracking plans.', creates: true },
      'tracking-plan:delete': { says: 'Delete a tracking plan.' },
    },
  },
  space: {
    name: 'space',
    area: 'Unify and Engage',
    labelable: true,
    actions: {
      'space:read': { says: 'See a space, its profiles and its Unify settings.' },
      'space:pii': { says: 'See personal data of a space unmasked.', needs: 'space:read' },
      'space:download': {
        says: 'Download profiles and audiences of a space; personal data stays masked without `space:pii`.',
      },
      'space:edit': { says: 'Change the Unify settings of a space.' },
      'space:label': { says: 'Put labels on a space, and take them off.' },
      'space:create': { says: 'Create spaces.', creates: true },
      'space:delete': { says: 'Delete a space.' },
      'engage:read': { says: 'See audiences, traits, journeys and content of a space.' },
      'engage:edit': {
        says: 'Create, change and delete audiences, traits, journeys and content of a space.',
      },
      'engage:connect': {
        says: 'Attach destinations to Engage features. To connect one to the space takes `source:connect` as well.',
      },
      'engage:settings': { says: 'Change the Engage settings of a space.' },
    },
  },
} as const satisfies Record<string, ResourceTypeSpec>

const plans = {
  free: { name: 'Free', features: [], limits: { customLabels: 5, members: null } },
  team: { name: 'Team', features: ['public-api'], limits: { customLabels: 5, members: null } },
  business: {
    name: 'Business',
    features: [
      'user-groups',
      'label-scoped-grants',
      'public-api',
      'custom-roles',
      'audit-trail',
      'sso',
      'scim',
      'hipaa',
    ],
    limits: { customLabels: null, members: null },
  },
} as const satisfies Record<string, PlanSpec>

/**
 * The product part of the default catalog: Segment's resource types, roles and plans (rules 2.2, 2.4, 2.7 and 15).
 * Where a word of the rules is finer than this list of actions, the action's sentence says so.
 * An operator's own file replaces all of it (docs/CATALOG.md).
 */
export const segment = {
  subjectTypes: ['user'],
  resourceTypes,
  roles,
  plans,
  defaultPlan: 'business',
  words: { de: german },
} as const satisfies ProductCatalog

export type SegmentTypes = typeof resourceTypes
export type SegmentPlans = typeof plans

/** The name of every product action of the default catalog: what an endpoint may ask for besides our own administration. */
export type ProductAction = {
  [Type in keyof SegmentTypes]: keyof SegmentTypes[Type]['actions'] & string
}[keyof SegmentTypes]
