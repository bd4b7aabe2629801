/** What happens to what is registered: a part of `events`. */
export const resourceEvents = {
  'Source Created': {
    on: 'SOURCE',
    says: 'A source was registered.',
    movesAccess: true,
  },
  'Source Modified': {
    on: 'SOURCE',
    says: 'A source, or its labels, changed.',
    movesAccess: true,
  },
  'Source Settings Modified': {
    on: 'SOURCE',
    says: "A source's settings changed.",
    movesAccess: false,
  },
  'Source Enabled': {
    on: 'SOURCE',
    says: 'A source was enabled.',
    movesAccess: false,
  },
  'Source Disabled': {
    on: 'SOURCE',
    says: 'A source was disabled.',
    movesAccess: false,
  },
  'Source Deleted': {
    on: 'SOURCE',
    says: 'A source was deleted.',
    movesAccess: true,
  },
  'Storage Destination Created': {
    on: 'WAREHOUSE',
    says: 'A warehouse was registered.',
    movesAccess: true,
  },
  'Storage Destination Modified': {
    on: 'WAREHOUSE',
    says: 'A warehouse changed.',
    movesAccess: true,
  },
  'Storage Destination Enabled': {
    on: 'WAREHOUSE',
    says: 'A warehouse was enabled.',
    movesAccess: false,
  },
  'Storage Destination Disabled': {
    on: 'WAREHOUSE',
    says: 'A warehouse was disabled.',
    movesAccess: false,
  },
  'Storage Destination Deleted': {
    on: 'WAREHOUSE',
    says: 'A warehouse was deleted.',
    movesAccess: true,
  },
  'Integration Created': {
    on: 'DESTINATION',
    says: 'A destination was registered.',
    movesAccess: true,
  },
  'Integration Modified': {
    on: 'DESTINATION',
    says: 'A destination changed.',
    movesAccess: true,
  },
  'Integration Enabled': {
    on: 'DESTINATION',
    says: 'A destination was enabled.',
    movesAccess: false,
  },
  'Integration Disabled': {
    on: 'DESTINATION',
    says: 'A destination was disabled.',
    movesAccess: false,
  },
  'Integration Deleted': {
    on: 'DESTINATION',
    says: 'A destination was deleted.',
    movesAccess: true,
  },
  'Resource Created': {
    on: 'RESOURCE',
    says: 'A resource was registered.',
    movesAccess: true,
  },
  'Resource Modified': {
    on: 'RESOURCE',
    says: 'A resource, or its labels, changed.',
    movesAccess: true,
  },
  'Resource Deleted': {
    on: 'RESOURCE',
    says: 'A resource was deleted.',
    movesAccess: true,
  },
} as const
