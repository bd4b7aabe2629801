-- What members asked for, for good: names and addresses are kept as they were. principal_id: the requester while they are in the workspace;
-- an open request without one has ended. thing: what it is about, as one text, so that one a person and thing is open.
create table access_requests (
  workspace_id text not null references workspaces (id) on delete cascade,
  id text not null,
  principal_id text,
  requester_id text not null,
  requester_name text not null,
  requester_email text not null,
  action text,
  resource_type text not null,
  resource_id text,
  resource_name text,
  thing text not null,
  message text not null,
  -- {roleId?, scope?, hours?}
  wished jsonb not null default '{}',
  state text not null default 'open' check (state in ('open', 'granted', 'dismissed', 'withdrawn')),
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  reason text,
  -- [{roleId, roleName, endsAt}]
  granted jsonb not null default '[]',
  -- For how long it was open already when they asked: then they asked for longer.
  open_until timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, principal_id) references principals (workspace_id, id) on delete set null (principal_id)
);
create unique index access_request_open on access_requests (workspace_id, principal_id, thing)
  where state = 'open' and principal_id is not null;
create index access_requests_in_order on access_requests (workspace_id, created_at, id);
create index access_requests_of_requester on access_requests (workspace_id, requester_id, created_at, id);
create index access_requests_open on access_requests (workspace_id, created_at, id) where state = 'open';

-- An owner let the operator's staff in. Over at ends_at, or before at ended_at.
create table support_access (
  workspace_id text not null references workspaces (id) on delete cascade,
  id text not null,
  granted_by text not null,
  granted_by_name text not null,
  granted_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  ended_because text check (ended_because in ('revoked', 'sso-required', 'owner-gone')),
  primary key (workspace_id, id)
);
create index support_access_in_order on support_access (workspace_id, granted_at, id);

-- A visit of one of the staff: first a link that works once (link_hash), then a session (secret_hash). Neither is kept once it is over.
create table support_visits (
  workspace_id text not null,
  id text not null,
  access_id text not null,
  staff_name text not null,
  staff_email text not null,
  reason text not null,
  link_hash bytea,
  link_expires_at timestamptz not null,
  secret_hash bytea,
  created_at timestamptz not null,
  signed_in_at timestamptz,
  last_used_at timestamptz,
  ended_at timestamptz,
  ends_at timestamptz not null,
  primary key (workspace_id, id),
  constraint support_link_secret unique (link_hash),
  constraint support_visit_secret unique (secret_hash),
  foreign key (workspace_id, access_id) references support_access (workspace_id, id) on delete cascade
);
create index support_visits_of_access on support_visits (workspace_id, access_id, created_at);

create table break_glass_nominees (
  workspace_id text not null,
  user_id text not null,
  nominated_by text not null,
  nominated_by_name text not null,
  nominated_at timestamptz not null,
  primary key (workspace_id, user_id),
  foreign key (workspace_id, user_id) references principals (workspace_id, id) on delete cascade
);

-- Each time that somebody broke the glass, for good. grant_id: the ownership that it gave, while it is there.
create table break_glass_uses (
  workspace_id text not null references workspaces (id) on delete cascade,
  id text not null,
  user_id text not null,
  user_name text not null,
  reason text not null,
  grant_id text,
  started_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  ended_by_name text,
  primary key (workspace_id, id)
);
create index break_glass_uses_in_order on break_glass_uses (workspace_id, started_at, id);

-- Somebody who acts in the name of another: support staff, in the name of the owner who let them in.
alter table audit_events drop constraint audit_events_actor_kind_check;
alter table audit_events add constraint audit_events_actor_kind_check
  check (actor_kind in ('user', 'token', 'system', 'link', 'scim', 'support'));
alter table audit_events add column for_id text;
alter table audit_events add column for_name text;

-- A membership of the workspace, or of a group, that ends by itself: from that instant on it gives nothing.
-- end_set_at: when it was given; reminded_at, end_told_at: as of grants. Of a place in a group it is the end of what was given by hand:
-- whoever is in it by single sign-on or by the identity provider too stays. The provider says itself who is in the workspace.
alter table memberships
  add column ends_at timestamptz,
  add column end_set_at timestamptz,
  add column reminded_at timestamptz,
  add column end_told_at timestamptz,
  add constraint managed_does_not_end check (not managed or ends_at is null);
create index memberships_ending on memberships (ends_at) where ends_at is not null;
alter table group_members
  add column ends_at timestamptz,
  add column end_set_at timestamptz,
  add column reminded_at timestamptz,
  add column end_told_at timestamptz,
  add constraint given_by_hand_ends check (by_hand or ends_at is null);
create index group_members_ending on group_members (ends_at) where ends_at is not null;
-- When the membership ends that an invite makes.
alter table invites add column ends_at timestamptz;
