import { labels as endpoints } from '../../contract/labels.ts'
import { feature } from '../http/handlers.ts'
import { createLabel, deleteLabel, labelUsage, listLabels } from './labels.ts'

export const labels = feature('labels', endpoints, {
  list: async (caller) => ({ labels: await listLabels(caller) }),
  create: async (caller, { body }) => ({ label: await createLabel(caller, body.label) }),
  delete: async (caller, { params }) => {
    await deleteLabel(caller, params)
    return { status: 'SUCCESS' } as const
  },
  usage: async (caller) => ({ labels: await labelUsage(caller) }),
})
