export const SLUG_MAX = 63

/** What can be the address of a workspace (contract/workspaces.ts). */
export const slugForm = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
