/** Names are few, so that random changes meet. */
export const sourceIds = ['s1', 's2', 's3']
export const childIds = ['d1', 'd2']
export const spaceIds = ['p1', 'p2']
export const resourceNames = [
  ...sourceIds.map((id) => ({ type: 'source', id })),
  ...childIds.map((id) => ({ type: 'destination', id })),
  ...spaceIds.map((id) => ({ type: 'space', id })),
]
export const prod = { key: 'environment', value: 'prod' }
export const acme = { key: 'brand', value: 'acme' }
const dev = { key: 'Environment', value: 'dev' }
export const labelNames = [prod, acme, dev]
/** One value of a key at most; the first is none at all. */
export const labelSets = [[], [prod], [acme], [dev], [prod, acme]]
