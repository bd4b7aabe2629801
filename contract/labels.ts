import { Type } from 'typebox'
import { can, endpoint, member, Success } from './endpoint.ts'
import { Label, LabelInput } from './grants.ts'

/** The labels that every workspace begins with; they do not count against the plan's limit (rules, section 5). */
export const builtInLabels = [
  { key: 'environment', value: 'dev' },
  { key: 'environment', value: 'prod' },
] as const

/** Something that carries a label, or somebody whose grants name it. `type` says what kind of resource. */
const LabelUse = Type.Object({
  kind: Type.Enum(['resource', 'user', 'group', 'token', 'invite']),
  type: Type.Optional(Type.String()),
  id: Type.String(),
  name: Type.String(),
})

const UsedLabel = Type.Object({
  key: Type.String(),
  value: Type.String(),
  description: Type.String(),
  builtIn: Type.Boolean(),
  counts: Type.Object({
    resources: Type.Integer(),
    users: Type.Integer(),
    groups: Type.Integer(),
    tokens: Type.Integer(),
    invites: Type.Integer(),
  }),
  /** The first twenty of each kind, by name. */
  uses: Type.Array(LabelUse),
})

/** Labels (public-api 3.3). Putting them on resources is with the resources. */
export const labels = {
  list: endpoint('GET /labels', {
    access: member('labels are words that everybody in the workspace uses'),
    says: 'Lists all labels of the workspace.',
    reply: Type.Object({ labels: Type.Array(Label) }),
  }),
  create: endpoint('POST /labels', {
    access: can('label:edit'),
    says: 'Creates a label.',
    body: Type.Object({ label: LabelInput }, { additionalProperties: false }),
    reply: Type.Object({ label: Label }),
    status: 201,
    perMinute: 60,
  }),
  delete: endpoint('DELETE /labels/:key/:value', {
    access: can('label:edit'),
    says: 'Deletes a label that nothing uses any more.',
    reply: Success,
    perMinute: 60,
  }),
  usage: endpoint('GET /labels/usage', {
    access: can('label:edit'),
    says: 'Says of every label how much it is used, and by what and whom.',
    reply: Type.Object({ labels: Type.Array(UsedLabel) }),
  }),
}
