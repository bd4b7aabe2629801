import { Type } from 'typebox'
import { can, endpoint, member, PageQuery, PageReply } from './endpoint.ts'
import { LabelsBody, LabelsReply } from './resources.ts'

const Space = Type.Object({ id: Type.String(), slug: Type.String(), name: Type.String() })
const on = { type: 'space', param: 'spaceId' }

/** Spaces (public-api 3.5, alpha), over the registry, which is where they are made. Labels on them are ours. */
export const spaces = {
  list: endpoint('GET /spaces', {
    access: member('lists only spaces that the caller may read'),
    says: 'Lists the spaces that the caller may read.',
    query: PageQuery,
    reply: Type.Object({ spaces: Type.Array(Space), pagination: PageReply }),
  }),
  get: endpoint('GET /spaces/:spaceId', {
    access: can('space:read', on),
    says: 'Shows one space, or null where there is none.',
    reply: Type.Object({ space: Type.Union([Space, Type.Null()]) }),
  }),
  addLabels: endpoint('POST /spaces/:spaceId/labels', {
    access: can('space:label', on),
    previewable: true,
    says: 'Puts labels on a space, beside those it has. A new value of a key replaces the old one.',
    body: LabelsBody,
    reply: LabelsReply,
  }),
  replaceLabels: endpoint('PUT /spaces/:spaceId/labels', {
    access: can('space:label', on),
    previewable: true,
    says: 'Makes exactly these labels those of a space.',
    body: LabelsBody,
    reply: LabelsReply,
  }),
}
