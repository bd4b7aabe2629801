import pg from 'pg'
import { actionsOn } from '../questions.ts'
import { catalog, type Generated } from '../worlds.ts'
import { askedTypes, type Contestant, mayOf } from './contestant.ts'

/** The decision as one query over the server's own tables; $4 are the roles that give the action, $6 whether the type carries labels. */
export const decisionQuery = `
select exists (
  select 1 from (
    select $2::text as id
    union all select group_id from group_members where workspace_id = $1 and principal_id = $2
  ) h
  join grants g on g.workspace_id = $1 and g.principal_id = h.id and g.role_id = any($4::text[])
  join grant_scopes s on s.workspace_id = $1 and s.grant_id = g.id
  where s.kind = 'all'
    or (s.kind = 'list' and s.type = $3 and s.resource_id = $5)
    or (s.kind = 'label' and $6 and not exists (
      select 1 from grant_scope_labels l
      where l.workspace_id = $1 and l.grant_id = s.grant_id and l.position = s.position and not exists (
        select 1 from resource_labels r
        where r.workspace_id = $1 and r.type = $3 and r.resource_id = $5 and r.key = l.key and r.value = l.value)))
) as allowed
`

const rolesByAction = new Map(
  askedTypes.flatMap((type) =>
    actionsOn(type).map((action) => [`${type}/${action}`, rolesThatGive(type, action)]),
  ),
)

/** The values for `decisionQuery`. */
export function decisionValues(
  workspaceId: string,
  { who, action, resource }: { who: string; action: string; resource: { type: string; id: string | null } },
): unknown[] {
  const roles = rolesByAction.get(`${resource.type}/${action}`) ?? []
  const isLabelable = catalog.resourceTypes[resource.type]?.labelable ?? false
  return [workspaceId, who, resource.type, roles, resource.id, isLabelable]
}

/** The server's own tables in PostgreSQL, one connection, one prepared query per question. */
export async function openPostgresQuery(world: Generated, url: string): Promise<Contestant> {
  const client = new pg.Client(url)
  await client.connect()
  return {
    name: 'PostgreSQL, one prepared query',
    warm: () => {},
    async check(question) {
      const values = decisionValues(world.workspaceId, question)
      const { rows } = await client.query({ name: 'decision', text: decisionQuery, values })
      return rows[0]?.allowed === true
    },
    close: () => client.end(),
  }
}

function rolesThatGive(type: string, action: string): string[] {
  const gives = (roleId: string) =>
    mayOf(roleId).some((may) => may.type === type && may.actions.includes(action))
  return catalog.roles.filter(({ id }) => gives(id)).map(({ id }) => id)
}
