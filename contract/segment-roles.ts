import type { RoleSpec } from './catalog.ts'
import type { SegmentTypes } from './segment.ts'

/** A role that can only name types and actions that exist: a slip of the pen does not compile. */
interface SegmentRole extends RoleSpec {
  may: { readonly [Type in keyof SegmentTypes]?: readonly (keyof SegmentTypes[Type]['actions'])[] }
}

const everyPlan = ['free', 'team', 'business'] as const
const businessOnly = ['business'] as const

/**
 * Segment's roles, by the names the Public API gives them (rules 2.2 and 2.4). The ids never change, whatever the name does:
 * grants, customers' Terraform files and other installations refer to them (rules 2.7). The first three are those that every
 * catalog has (complete.ts). Warehouse roles may be on single warehouses, because the wire has a word for it; the console offers
 * all of them, as the original does (rules 2.2).
 */
export const roles = [
  {
    id: '1WDUuRLxv84rrfCNUwvkrRtkxnS',
    name: 'Workspace Owner',
    description: 'Full read and edit access to everything in the workspace, its settings and its team.',
    aliases: ['Owner', 'Workspace Admin'],
    area: 'Workspace',
    plans: everyPlan,
    scopes: ['all'],
    may: {},
    owner: true,
  },
  {
    id: '1WDUuxiqV7wi0ufk0JOWX2RtBMq',
    name: 'Workspace Member',
    description: 'No access of its own: the container for the other roles.',
    aliases: ['Member'],
    area: 'Workspace',
    plans: everyPlan,
    scopes: ['all'],
    may: {},
  },
  {
    id: '1aEWAcU0fArxScocwH9xxLgW7r3',
    name: 'Minimal Workspace Access',
    description:
      'May open the workspace; sees no sources, destinations or other resources, and changes nothing.',
    area: 'Workspace',
    plans: everyPlan,
    scopes: ['all'],
    may: {},
  },
  {
    id: '1WDUuSF1kN1xis2lp09RVKOsnnL',
    name: 'Source Admin',
    description:
      'Edit access to the assigned sources: settings, write key, connected destinations, schema, transformations and live data.',
    aliases: ['Sources Admin', 'Source Collaborator'],
    area: 'Connections',
    plans: everyPlan,
    scopes: ['all', 'list', 'label'],
    may: {
      source: [
        'source:read',
        'source:write-key',
        'source:edit',
        'source:label',
        'source:connect',
        'source:create',
        'source:delete',
      ],
      destination: ['destination:read', 'destination:edit', 'destination:delete'],
    },
  },
  {
    id: '1WDUuNOXQYGLtEI7LcfBMpvU9ll',
    name: 'Source Read-only',
    description: 'Read access to the assigned sources and what hangs on them, without the write key.',
    aliases: ['Sources Read-only'],
    area: 'Connections',
    plans: businessOnly,
    scopes: ['all', 'list', 'label'],
    may: { source: ['source:read'], destination: ['destination:read'] },
  },
  {
    id: '1WDUuUTNtbdpyJV0KPQzlHVkewe',
    name: 'Function Admin',
    description:
      'Create, edit and delete the assigned functions. Connecting or deploying them takes Source Admin as well.',
    aliases: ['Functions Admin'],
    area: 'Connections',
    plans: everyPlan,
    scopes: ['all', 'list'],
    may: { function: ['function:read', 'function:edit', 'function:create', 'function:delete'] },
  },
  {
    id: '1Y86RP8BjOpdJtb5FbH0Z2M57PX',
    name: 'Function Read-only',
    description: 'Read access to the assigned functions.',
    aliases: ['Functions Read-only'],
    area: 'Connections',
    plans: everyPlan,
    scopes: ['all', 'list'],
    may: { function: ['function:read'] },
  },
  {
    id: '1WDUuY68jLTuIRC6DzqM6zKnkSf',
    name: 'Warehouse Admin',
    description: 'Edit access to warehouses and their settings.',
    aliases: ['Warehouse Destination Admin'],
    area: 'Storage',
    plans: businessOnly,
    scopes: ['all', 'list'],
    offered: ['all'],
    may: { warehouse: ['warehouse:read', 'warehouse:edit', 'warehouse:create', 'warehouse:delete'] },
  },
  {
    id: '1WDUuYzBBvlpH0Oq4hPVMw7OsiW',
    name: 'Warehouse Read-only',
    description: 'Read access to warehouses and their settings.',
    aliases: ['Warehouse Destination Read-only'],
    area: 'Storage',
    plans: businessOnly,
    scopes: ['all', 'list'],
    offered: ['all'],
    may: { warehouse: ['warehouse:read'] },
  },
  {
    id: '1WDUuSmhpuFwR0dtYcgzeiGnmDr',
    name: 'Tracking Plan Admin',
    description: 'Edit access to all tracking plans.',
    aliases: ['Protocols Admin'],
    area: 'Protocols',
    plans: businessOnly,
    scopes: ['all'],
    may: {
      tracking_plan: [
        'tracking-plan:read',
        'tracking-plan:edit',
        'tracking-plan:create',
        'tracking-plan:delete',
      ],
    },
  },
  {
    id: '1WDUuWtxCUipR4uma0pqqZ8T2Qq',
    name: 'Tracking Plan Read-only',
    description: 'Read access to all tracking plans.',
    aliases: ['Protocols Read-only', 'Protocols View Only'],
    area: 'Protocols',
    plans: businessOnly,
    scopes: ['all'],
    may: { tracking_plan: ['tracking-plan:read'] },
  },
  {
    id: '1WDUuSVopUPUzSLNKqvG6uCiFtq',
    name: 'Unify and Engage Admin',
    description:
      'Edit access to Unify settings and to audiences, traits, journeys, content and settings of Engage.',
    aliases: ['Personas Admin', 'Engage Admin', 'Unify Admin'],
    area: 'Unify and Engage',
    plans: businessOnly,
    scopes: ['all', 'list', 'label'],
    may: {
      space: [
        'space:read',
        'space:download',
        'space:edit',
        'space:label',
        'space:create',
        'space:delete',
        'engage:read',
        'engage:edit',
        'engage:connect',
        'engage:settings',
      ],
    },
  },
  {
    id: '1WDUuvuWR00OLFPx71kMrxhyhHH',
    name: 'Unify Read-only, Engage User',
    description:
      'Read access to Unify, edit access to audiences, traits, journeys and content of Engage. No PII download.',
    aliases: ['Personas User', 'Engage User'],
    area: 'Unify and Engage',
    plans: businessOnly,
    scopes: ['all', 'list', 'label'],
    may: { space: ['space:read', 'engage:read', 'engage:edit'] },
  },
  {
    id: '1WDUu8dgjaGOXU0AxJuzYy0ev1O',
    name: 'Unify and Engage Read-only',
    description: 'Read access to Unify and Engage. No PII download.',
    aliases: ['Personas Read-only', 'Engage Read-only'],
    area: 'Unify and Engage',
    plans: businessOnly,
    scopes: ['all', 'list', 'label'],
    may: { space: ['space:read', 'engage:read'] },
  },
  {
    id: '1Ttjwdg1SEGKH5hfg8heUBlfXGK',
    name: 'Identity Admin',
    description: 'Edit access to the Identity settings of Unify.',
    aliases: ['Personas Identity Admin'],
    area: 'Unify and Engage',
    plans: businessOnly,
    scopes: ['all'],
    may: { workspace: ['identity:read', 'identity:edit'] },
  },
  {
    id: '1WDUuZZHYMmfk3lpQQWJQUmoyq1',
    name: 'Entities Admin',
    description: 'View and edit access to entity models and connection details.',
    area: 'Unify and Engage',
    plans: businessOnly,
    scopes: ['all'],
    may: { workspace: ['entity:read', 'entity:edit'] },
  },
  {
    id: '1WDUu8oLf0X25wzX6pTHMVEkbnH',
    name: 'Entities Read-only',
    description: 'View access to entity models.',
    area: 'Unify and Engage',
    plans: businessOnly,
    scopes: ['all'],
    may: { workspace: ['entity:read'] },
  },
  {
    id: '1dsSKGeBDUTGJ1QoZTtymZq949J',
    name: 'End User Privacy Admin',
    description: 'Edit access to the End User Privacy settings. Does not open the Privacy Portal.',
    area: 'Privacy',
    plans: businessOnly,
    scopes: ['all'],
    may: { workspace: ['privacy:read', 'privacy:edit'] },
  },
  {
    id: '1ZxBLEwfZgYG3olVPxkc7e35Wue',
    name: 'PII Access',
    description: 'Shows personal data unmasked in whatever one may already see. Never widens what one sees.',
    area: 'Privacy',
    plans: businessOnly,
    scopes: ['all'],
    may: { source: ['source:pii'], space: ['space:pii'] },
  },
] as const satisfies readonly SegmentRole[]
