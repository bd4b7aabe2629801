-- Single sign-on: a workspace's connections to identity providers, the domains that it proved, what proved a session to which
-- workspace, and a trace of the last sign-ins.

-- One way to an identity provider. `settings` is what the IT administrator configures of it, by kind (contract/connections.ts).
create table connections (
  workspace_id text not null references workspaces (id) on delete cascade,
  id text not null,
  name text not null,
  name_key text not null,
  kind text not null check (kind in ('saml', 'oidc')),
  provider text not null,
  settings jsonb not null default '{}',
  -- OIDC: the client's secret. SAML: the private key that assertions are encrypted for. Sealed with the server's key.
  secret_sealed bytea,
  is_active boolean not null default false,
  is_default boolean not null default false,
  -- When a test sign-in last succeeded with the settings as they are now; null after each change of them.
  tested_at timestamptz,
  -- What the last genuine assertion said, to try a mapping on: attribute names and values.
  last_claims jsonb,
  -- Of which of its certificates (by fingerprint) the owners were told that it expires, and how many days before that at most.
  told jsonb not null default '{}',
  last_used_at timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  constraint connection_id_taken unique (id),
  constraint connection_name_taken unique (workspace_id, name_key)
);
create unique index one_default_connection on connections (workspace_id) where is_default;

-- Which groups a value of the group claim lets people into.
create table connection_groups (
  workspace_id text not null,
  connection_id text not null,
  claim text not null,
  group_id text not null,
  primary key (workspace_id, connection_id, claim, group_id),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade,
  foreign key (workspace_id, group_id) references groups (workspace_id, id) on delete cascade
);
create index connection_groups_of_group on connection_groups (workspace_id, group_id);

-- A domain of e-mail addresses. Anybody may claim one; only the workspace that proved it has it.
create table domains (
  workspace_id text not null references workspaces (id) on delete cascade,
  id text not null,
  domain text not null,
  connection_id text,
  token text not null,
  token_expires_at timestamptz not null,
  verified_at timestamptz,
  verified_by text check (verified_by in ('dns', 'html')),
  checked_at timestamptz,
  -- Why the last check did not find the proof; null where it did.
  check_failed text,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  constraint domain_added unique (workspace_id, domain),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete set null (connection_id)
);
create unique index domain_claimed on domains (domain) where verified_at is not null;
create index domains_of_connection on domains (workspace_id, connection_id);

-- Who at an identity provider is which account: the connection and the subject are the only key (standards/sso SA-16, OI-7).
create table sso_identities (
  workspace_id text not null,
  connection_id text not null,
  subject text not null,
  user_id text not null references users (id) on delete cascade,
  email text,
  linked_at timestamptz not null,
  last_used_at timestamptz,
  primary key (workspace_id, connection_id, subject),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);
create index sso_identities_of_user on sso_identities (user_id, workspace_id);

-- A session that nothing but a workspace's single sign-on proved speaks for that workspace alone (standards/sso L-5).
alter table sessions add column confined boolean not null default false;
create table session_proofs (
  session_id text not null references sessions (id) on delete cascade,
  workspace_id text not null,
  connection_id text not null,
  at timestamptz not null,
  primary key (session_id, workspace_id),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);
create index session_proofs_of_connection on session_proofs (workspace_id, connection_id);
-- What a session had been proved by, while its person signs in anew in the same browser and a second factor is asked for.
alter table pending_sign_ins add column proofs jsonb not null default '[]';

alter table memberships add column sso_exempt boolean not null default false;

-- Who was a member and is none any more: whoever was removed does not come back by just signing in (standards/sso L-8).
create table former_members (
  workspace_id text not null references workspaces (id) on delete cascade,
  user_id text not null references users (id) on delete cascade,
  left_at timestamptz not null,
  primary key (workspace_id, user_id)
);
create index former_members_of_user on former_members (user_id);

-- A way to an identity provider and back, of one browser, for one use. `id`: a SAML request's id, the hash of an OIDC state, or of the
-- code that finishes. `finish`: the answer was genuine, and the browser that asked for it has to fetch the session. `waiting`: it came back
-- with the address of the account user_id, and waits for that person to prove the account and link the two.
create table sso_flows (
  id text primary key,
  workspace_id text not null,
  connection_id text not null,
  browser_hash bytea not null,
  purpose text not null check (purpose in ('sign-in', 'test', 'step-up', 'finish', 'waiting')),
  user_id text references users (id) on delete cascade,
  sealed bytea not null,
  expires_at timestamptz not null,
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);
create index sso_flows_of_connection on sso_flows (workspace_id, connection_id);
create index sso_flows_of_user on sso_flows (user_id);
create index sso_flows_in_time on sso_flows (expires_at);

-- Assertions that were taken: each opens one session, and never a second one (SA-15).
create table sso_assertions (
  workspace_id text not null,
  connection_id text not null,
  assertion_id text not null,
  expires_at timestamptz not null,
  constraint assertion_replayed primary key (workspace_id, connection_id, assertion_id),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);
create index sso_assertions_in_time on sso_assertions (expires_at);

-- The last sign-ins of each connection, with the rule that refused one.
create table sso_traces (
  workspace_id text not null,
  connection_id text not null,
  id text not null,
  at timestamptz not null,
  outcome text not null check (outcome in ('signed-in', 'tested', 'refused')),
  -- Code and rule of the refusal (contract/sso-reasons.ts), and in words what was found.
  reason text,
  detail text,
  subject text,
  email text,
  request_id text not null,
  ip text,
  primary key (workspace_id, connection_id, id),
  foreign key (workspace_id, connection_id) references connections (workspace_id, id) on delete cascade
);
create index sso_traces_in_time on sso_traces (workspace_id, connection_id, at, id);

-- A link for whoever sets single sign-on up and is no owner. The secret is not stored, only its hash.
create table set_up_links (
  workspace_id text not null references workspaces (id) on delete cascade,
  id text not null,
  secret_hash bytea not null,
  note text not null,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  primary key (workspace_id, id),
  constraint set_up_link_secret unique (secret_hash)
);

alter table audit_events drop constraint audit_events_actor_kind_check;
alter table audit_events add constraint audit_events_actor_kind_check check (actor_kind in ('user', 'token', 'system', 'link'));
