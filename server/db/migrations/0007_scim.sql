-- SCIM: what a workspace's identity provider says about its people and groups, and the tokens that it says it with.

-- How somebody came into the workspace, and whether the identity provider manages that they are in it.
alter table memberships add column source text not null default 'hand' check (source in ('hand', 'invite', 'sso', 'scim'));
alter table memberships add column managed boolean not null default false;
alter table groups add column managed boolean not null default false;

-- Who put somebody into a group. Each takes away only what it gave: somebody stays for as long as one of them is left.
alter table group_members add column by_hand boolean not null default true;
alter table group_members add column by_sso boolean not null default false;
alter table group_members add column by_scim boolean not null default false;
alter table group_members add constraint group_member_given check (by_hand or by_sso or by_scim);

create table scim_tokens (
  workspace_id text not null references workspaces (id) on delete cascade,
  id text not null,
  description text not null,
  secret_hash bytea not null,
  hint text not null,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  primary key (workspace_id, id),
  constraint scim_token_secret unique (secret_hash)
);

-- A person as the identity provider knows them. principal_id: the member or the invite that they are now, null while they are not in
-- the workspace. deactivated: because the provider said so. made_account: the account was made for them by this. user_name and profile are
-- the provider's own words, and change no account. profile_key: the profile with its texts as they are compared, without case.
create table scim_users (
  workspace_id text not null references workspaces (id) on delete cascade,
  id text not null,
  principal_id text,
  user_id text references users (id) on delete set null,
  user_name text not null,
  user_name_key text not null,
  external_id text,
  deactivated boolean not null default false,
  made_account boolean not null default false,
  profile jsonb not null default '{}',
  profile_key jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  constraint scim_user_name_taken unique (workspace_id, user_name_key),
  foreign key (workspace_id, principal_id) references principals (workspace_id, id) on delete set null (principal_id)
);
create unique index scim_user_of_principal on scim_users (workspace_id, principal_id) where principal_id is not null;
create index scim_users_of_external_id on scim_users (workspace_id, external_id) where external_id is not null;
create index scim_users_of_user on scim_users (user_id);
create index scim_users_in_order on scim_users (workspace_id, created_at, id);

-- What the identity provider calls a group, and who it says is in it: also people who are not in the workspace at present, so that they
-- are in it again when they come back.
create table scim_groups (
  workspace_id text not null,
  group_id text not null,
  external_id text,
  updated_at timestamptz not null,
  primary key (workspace_id, group_id),
  foreign key (workspace_id, group_id) references groups (workspace_id, id) on delete cascade
);
create index scim_groups_of_external_id on scim_groups (workspace_id, external_id) where external_id is not null;

create table scim_group_members (
  workspace_id text not null,
  group_id text not null,
  scim_user_id text not null,
  primary key (workspace_id, group_id, scim_user_id),
  foreign key (workspace_id, group_id) references groups (workspace_id, id) on delete cascade,
  foreign key (workspace_id, scim_user_id) references scim_users (workspace_id, id) on delete cascade
);
create index scim_groups_of_user on scim_group_members (workspace_id, scim_user_id);

-- The last requests of identity providers: what came, what it changed or would have changed, and why it was refused.
create table scim_requests (
  workspace_id text not null references workspaces (id) on delete cascade,
  id text not null,
  at timestamptz not null,
  token_id text not null,
  token_name text not null,
  method text not null,
  path text not null,
  status integer not null,
  -- The body as it came, without secrets, and cut where it is long.
  sent text,
  -- What happened, as the audit trail says it: [{type, resourceId, resourceName}].
  did jsonb not null default '[]',
  refused text,
  dry_run boolean not null default false,
  request_id text not null,
  ip text,
  primary key (workspace_id, id)
);
create index scim_requests_in_time on scim_requests (workspace_id, at, id);

alter table audit_events drop constraint audit_events_actor_kind_check;
alter table audit_events add constraint audit_events_actor_kind_check check (actor_kind in ('user', 'token', 'system', 'link', 'scim'));
