import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { Generated } from '../worlds.ts'
import { type Contestant, mayOf } from './contestant.ts'

const tables = `
create table holders (principal text, holder text, primary key (principal, holder)) without rowid;
create table grants (holder text, id integer, role text, kind text, primary key (holder, id)) without rowid;
create table entries (grant_id integer, type text, resource text, primary key (grant_id, type, resource)) without rowid;
create table scope_labels (grant_id integer, key text, value text, primary key (grant_id, key)) without rowid;
create table resource_labels (type text, resource text, key text, value text, primary key (type, resource, key)) without rowid;
create table role_actions (role text, type text, action text, primary key (role, type, action)) without rowid;
`

const question = `
select exists (
  select 1 from holders h
  join grants g on g.holder = h.holder
  join role_actions a on a.role = g.role and a.type = ?2 and a.action = ?3
  where h.principal = ?1 and case g.kind
    when 'all' then 1
    when 'list' then exists (select 1 from entries e where e.grant_id = g.id and e.type = ?2 and e.resource = ?4)
    else exists (select 1 from resource_labels r where r.type = ?2 and r.resource = ?4) and not exists (
      select 1 from scope_labels s where s.grant_id = g.id and not exists (
        select 1 from resource_labels r
        where r.type = ?2 and r.resource = ?4 and r.key = s.key and r.value = s.value))
    end) as allowed
`

/** SQLite in this process, in memory, with one prepared statement. */
export function openSqlite(world: Generated): Contestant {
  const database = new DatabaseSync(':memory:')
  database.exec(tables)
  fill(database, world)
  const statement = database.prepare(question)
  return {
    name: 'SQLite in process, prepared',
    warm: () => {},
    check: ({ who, action, resource }) =>
      statement.get(who, resource.type, action, resource.id)?.allowed === 1,
    close: () => database.close(),
  }
}

function fill(database: DatabaseSync, { facts }: Generated) {
  const insert = (table: string, columns: number) => {
    const statement = database.prepare(`insert into ${table} values (${Array(columns).fill('?').join(', ')})`)
    return (...values: SQLInputValue[]) => void statement.run(...values)
  }
  const into = { holder: insert('holders', 2), grant: insert('grants', 4), entry: insert('entries', 3) }
  const label = { scope: insert('scope_labels', 3), resource: insert('resource_labels', 4) }
  const roleAction = insert('role_actions', 3)
  const holders = [...facts.principals, ...facts.groups]
  const roleIds = new Set(holders.flatMap(({ grants }) => grants.map(({ roleId }) => roleId)))
  database.exec('begin')
  for (const { id, groups } of facts.principals) for (const holder of [id, ...groups]) into.holder(id, holder)
  let number = 0
  for (const { id: holder, grants } of holders) {
    for (const { roleId, scopes } of grants) {
      number++
      into.grant(holder, number, roleId, scopes[0]?.kind ?? 'list')
      for (const scope of scopes) {
        if (scope.kind === 'list') into.entry(number, scope.type, scope.id)
        if (scope.kind === 'label') for (const { key, value } of scope.labels) label.scope(number, key, value)
      }
    }
  }
  for (const { type, id, labels } of facts.resources) {
    for (const { key, value } of labels) label.resource(type, id, key, value)
  }
  for (const role of roleIds) {
    for (const { type, actions } of mayOf(role)) for (const action of actions) roleAction(role, type, action)
  }
  database.exec('commit; analyze')
}
