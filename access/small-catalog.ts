import type { Catalog, RoleSpec } from '../contract/catalog.ts'

/** More actions than fit into one machine word. */
const many = Array.from({ length: 40 }, (_, number) => `widget:${number}`)

const everyPlan = ['free', 'team', 'business']

function role(id: string, may: RoleSpec['may'], more: Partial<RoleSpec> = {}): RoleSpec {
  return {
    id,
    name: id,
    description: '',
    area: '',
    plans: everyPlan,
    scopes: ['all', 'list', 'label'],
    may,
    ...more,
  }
}

function actions(...names: string[]) {
  return Object.fromEntries(names.map((name) => [name, { says: name }]))
}

/**
 * A catalog for tests: two kinds of parents (a destination hangs on a source, a folder on a folder), an action that needs
 * another, actions that create, and a type with many actions.
 */
export const smallCatalog: Catalog = {
  subjectTypes: ['user'],
  resourceTypes: {
    workspace: { name: 'workspace', labelable: false, actions: actions('workspace:read', 'workspace:edit') },
    source: {
      name: 'source',
      labelable: true,
      actions: {
        ...actions('source:read', 'source:edit'),
        'source:pii': { says: '', needs: 'source:read' },
        'source:create': { says: '', creates: true },
      },
    },
    destination: {
      name: 'destination',
      labelable: false,
      parent: 'source',
      actions: { ...actions('destination:read'), 'destination:pii': { says: '', needs: 'destination:read' } },
    },
    folder: { name: 'folder', labelable: true, parent: 'folder', actions: actions('folder:read') },
    widget: { name: 'widget', labelable: false, actions: actions(...many) },
  },
  roles: [
    role('owner', {}, { owner: true, scopes: ['all'] }),
    role('member', { workspace: ['workspace:read'] }, { scopes: ['all'] }),
    role('source-admin', {
      source: ['source:read', 'source:edit', 'source:create'],
      destination: ['destination:read'],
    }),
    role(
      'source-reader',
      { source: ['source:read'], destination: ['destination:read'] },
      { plans: ['business'] },
    ),
    role(
      'pii',
      { source: ['source:pii'], destination: ['destination:pii'] },
      { plans: ['team', 'business'] },
    ),
    role('librarian', { folder: ['*'], workspace: ['workspace:edit'] }),
    role('widget-admin', { widget: ['*'] }, { scopes: ['all'] }),
    role('widget-last', { widget: ['widget:39'] }, { scopes: ['list'] }),
  ],
  plans: {
    free: { name: 'Free', features: [], limits: { customLabels: 5, members: null } },
    team: {
      name: 'Team',
      features: ['label-scoped-grants', 'custom-roles'],
      limits: { customLabels: 5, members: null },
    },
    business: {
      name: 'Business',
      features: ['user-groups', 'label-scoped-grants', 'custom-roles'],
      limits: { customLabels: null, members: null },
    },
  },
  defaultPlan: 'business',
}
