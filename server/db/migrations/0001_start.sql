-- Every row of a workspace carries workspace_id first, and every reference inside a workspace is a composite foreign key,
-- so that no row can point into another workspace. Unique constraints have the name of the problem they raise.
-- Time is written by the application (its clock is injected); nothing here calls now().

create table installation (
  only_row integer constraint already_set_up primary key check (only_row = 1),
  set_up_at timestamptz not null
);

create table workspaces (
  id text primary key,
  slug text not null,
  name text not null,
  plan text not null,
  settings jsonb not null default '{}',
  access_version bigint not null default 0,
  audit_seq bigint not null default 0,
  created_at timestamptz not null,
  constraint workspace_slug_taken unique (slug)
);

-- An account: one person, many workspaces. email keeps the case it was written in; the keys are what is compared.
create table users (
  id text primary key,
  email text not null,
  email_key text not null,
  name text not null,
  name_key text not null,
  password_hash text,
  created_at timestamptz not null,
  constraint user_email_taken unique (email_key)
);

create table sessions (
  id text primary key,
  user_id text not null references users (id) on delete cascade,
  secret_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint session_secret unique (secret_hash)
);
create index sessions_of_user on sessions (user_id);

-- Whatever can hold a grant. For a member, id is the user's id.
create table principals (
  workspace_id text not null references workspaces (id) on delete cascade,
  id text not null,
  kind text not null check (kind in ('user', 'group', 'token', 'invite')),
  primary key (workspace_id, id)
);

create table memberships (
  workspace_id text not null,
  user_id text not null references users (id),
  external_id text,
  -- The external id as addresses are compared: it must not be the address of anybody who joins later.
  external_key text,
  created_at timestamptz not null,
  primary key (workspace_id, user_id),
  foreign key (workspace_id, user_id) references principals (workspace_id, id) on delete cascade,
  constraint external_id_taken unique (workspace_id, external_id)
);
create index memberships_in_order on memberships (workspace_id, created_at, user_id);
create index memberships_of_user on memberships (user_id);
create index memberships_of_external_key on memberships (workspace_id, external_key) where external_key is not null;

create table invites (
  workspace_id text not null,
  id text not null,
  email text not null,
  email_key text not null,
  -- What the inviter calls the person; the account of somebody who registers begins with it.
  name text,
  -- The link is made from the server's key and this number; a resend raises it, and older links die.
  generation integer not null default 1,
  invited_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, id) references principals (workspace_id, id) on delete cascade,
  constraint invite_pending unique (workspace_id, email_key)
);
create index invites_in_order on invites (workspace_id, created_at, id);

create table groups (
  workspace_id text not null,
  id text not null,
  name text not null,
  name_key text not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, id) references principals (workspace_id, id) on delete cascade,
  constraint group_name_taken unique (workspace_id, name_key)
);
create index groups_in_order on groups (workspace_id, created_at, id);

-- Members and pending invites.
create table group_members (
  workspace_id text not null,
  group_id text not null,
  principal_id text not null,
  created_at timestamptz not null,
  primary key (workspace_id, group_id, principal_id),
  foreign key (workspace_id, group_id) references groups (workspace_id, id) on delete cascade,
  foreign key (workspace_id, principal_id) references principals (workspace_id, id) on delete cascade
);
create index groups_of_principal on group_members (workspace_id, principal_id);

create table tokens (
  workspace_id text not null,
  id text not null,
  description text not null,
  secret_hash bytea not null,
  hint text not null,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, id) references principals (workspace_id, id) on delete cascade,
  constraint token_secret unique (secret_hash)
);
create index tokens_in_order on tokens (workspace_id, created_at, id);

create table roles (
  workspace_id text not null references workspaces (id) on delete cascade,
  id text not null,
  name text not null,
  name_key text not null,
  description text not null,
  -- {"source": ["source:read"], …}: actions by resource type.
  may jsonb not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  constraint role_name_taken unique (workspace_id, name_key)
);

create table labels (
  workspace_id text not null references workspaces (id) on delete cascade,
  key text not null,
  value text not null,
  description text not null default '',
  built_in boolean not null default false,
  created_at timestamptz not null,
  primary key (workspace_id, key, value)
);
create unique index label_taken on labels (workspace_id, lower(key), lower(value));

create table resources (
  workspace_id text not null references workspaces (id) on delete cascade,
  type text not null,
  id text not null,
  name text not null,
  slug text,
  parent_type text,
  parent_id text,
  -- What the wire shows beside the name (settings, enabled, metadataId …); access never reads it.
  attributes jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, type, id),
  foreign key (workspace_id, parent_type, parent_id) references resources (workspace_id, type, id) on delete cascade,
  check ((parent_type is null) = (parent_id is null)),
  constraint resource_slug_taken unique (workspace_id, type, slug)
);
create index resources_in_order on resources (workspace_id, type, created_at, id);
create index resources_of_parent on resources (workspace_id, parent_type, parent_id);

create table resource_labels (
  workspace_id text not null,
  type text not null,
  resource_id text not null,
  key text not null,
  value text not null,
  primary key (workspace_id, type, resource_id, key),
  foreign key (workspace_id, type, resource_id) references resources (workspace_id, type, id) on delete cascade,
  constraint label_in_use foreign key (workspace_id, key, value) references labels (workspace_id, key, value)
);
create unique index one_value_per_key on resource_labels (workspace_id, type, resource_id, lower(key));
create index resources_of_label on resource_labels (workspace_id, key, value);

-- One grant is one permission as it was written: a role, and what it is on. A custom role is also a reference, so that it
-- cannot vanish under its grants.
create table grants (
  workspace_id text not null,
  id text not null,
  principal_id text not null,
  position integer not null,
  role_id text not null,
  custom_role_id text,
  created_at timestamptz not null,
  starts_at timestamptz,
  ends_at timestamptz,
  primary key (workspace_id, id),
  check (custom_role_id is null or custom_role_id = role_id),
  foreign key (workspace_id, principal_id) references principals (workspace_id, id) on delete cascade,
  constraint role_in_use foreign key (workspace_id, custom_role_id) references roles (workspace_id, id)
);
create index grants_of_principal on grants (workspace_id, principal_id, position);
create index grants_of_role on grants (workspace_id, role_id);

-- What a grant is on, in the order it was written. kind says it outright, so that losing a row elsewhere can never turn
-- a grant on a label or on one resource into a grant on everything.
create table grant_scopes (
  workspace_id text not null,
  grant_id text not null,
  position integer not null,
  kind text not null check (kind in ('all', 'list', 'label')),
  type text,
  resource_id text,
  primary key (workspace_id, grant_id, position),
  check ((kind = 'list') = (type is not null and resource_id is not null)),
  foreign key (workspace_id, grant_id) references grants (workspace_id, id) on delete cascade,
  foreign key (workspace_id, type, resource_id) references resources (workspace_id, type, id) on delete cascade
);
create index grant_scopes_of_resource on grant_scopes (workspace_id, type, resource_id);

create table grant_scope_labels (
  workspace_id text not null,
  grant_id text not null,
  position integer not null,
  key text not null,
  value text not null,
  primary key (workspace_id, grant_id, position, key),
  foreign key (workspace_id, grant_id, position) references grant_scopes (workspace_id, grant_id, position) on delete cascade,
  constraint label_in_use foreign key (workspace_id, key, value) references labels (workspace_id, key, value)
);
create index grants_of_label on grant_scope_labels (workspace_id, key, value);

-- Written only by change(); seq has no gaps in a workspace.
create table audit_events (
  workspace_id text not null references workspaces (id),
  seq bigint not null,
  id text not null,
  at timestamptz not null,
  type text not null,
  actor_kind text not null check (actor_kind in ('user', 'token', 'system')),
  actor_id text not null,
  actor_email text,
  resource_type text not null,
  resource_id text not null,
  resource_name text not null,
  detail jsonb not null default '{}',
  request_id text not null,
  ip text,
  primary key (workspace_id, seq)
);
create index audit_events_of_resource on audit_events (workspace_id, resource_id, seq);
create index audit_events_of_actor on audit_events (workspace_id, actor_id, seq);
create index audit_events_of_type on audit_events (workspace_id, type, seq);
create index audit_events_in_time on audit_events (workspace_id, at);

-- What each access version touched, so that another process reads only that anew.
create table access_changes (
  workspace_id text not null references workspaces (id) on delete cascade,
  version bigint not null,
  touched jsonb not null,
  primary key (workspace_id, version)
);

-- The value of a finished change under an Idempotency-Key, sealed with the caller's own credential.
create table idempotency (
  workspace_id text not null references workspaces (id) on delete cascade,
  actor_id text not null,
  key_hash bytea not null,
  request_hash bytea not null,
  sealed bytea not null,
  created_at timestamptz not null,
  primary key (workspace_id, actor_id, key_hash)
);
create index idempotency_in_order on idempotency (created_at);

-- Mail (later webhooks too) to be sent, written by change() in the transaction of what it tells about. next_at is when
-- the next attempt may begin: raised before each one, so that it is also the lease of whoever sends. `kept` is what was
-- not sent because no mail server is set; `dropped` what had nothing left to say.
create table outbox (
  id text primary key,
  workspace_id text references workspaces (id) on delete cascade,
  kind text not null,
  payload jsonb not null,
  created_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'kept', 'dropped', 'dead')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  done_at timestamptz,
  last_error text
);
create index outbox_waiting on outbox (next_at, id) where state = 'waiting';
create index outbox_in_order on outbox (workspace_id, created_at, id);
