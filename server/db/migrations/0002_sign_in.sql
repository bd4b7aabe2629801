-- People get in: proofs of addresses, sessions with what proved them, second factors, passkeys, accounts at external
-- providers, one-time links, and the counters that slow guessing down.

-- email_verified_at is null while nobody has shown that the mailbox is theirs (an invite handed over by hand).
alter table users add column email_verified_at timestamptz;
alter table users add column password_changed_at timestamptz;

-- Only an operator sets it, for a customer with a signed addendum (rules, section 7).
alter table workspaces add column hipaa_eligible boolean not null default false;

-- An owner signed the member out: only sessions that began after this moment open the workspace.
alter table memberships add column sessions_since timestamptz;

-- authenticated_at is what the absolute limit counts from; factor_at is the last proof of any factor (step-up), mfa_at of a
-- second one. A session that began at a provider or an identity provider says so in methods (RFC 8176: pwd, otp, hwk, fed).
alter table sessions add column authenticated_at timestamptz;
alter table sessions add column factor_at timestamptz;
alter table sessions add column mfa_at timestamptz;
alter table sessions add column methods jsonb not null default '[]';
alter table sessions add column last_used_at timestamptz;
alter table sessions add column user_agent text;
alter table sessions add column ip text;
update sessions set authenticated_at = created_at, factor_at = created_at, last_used_at = created_at;
alter table sessions alter column authenticated_at set not null;
alter table sessions alter column factor_at set not null;
alter table sessions alter column last_used_at set not null;
create index sessions_in_time on sessions (expires_at);

-- A password was right, or a provider spoke, and a second factor is still asked for: no session yet.
create table pending_sign_ins (
  id text primary key,
  user_id text not null references users (id) on delete cascade,
  secret_hash bytea not null,
  methods jsonb not null,
  tries integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint pending_sign_in_secret unique (secret_hash)
);
create index pending_sign_ins_of_user on pending_sign_ins (user_id);
create index pending_sign_ins_in_time on pending_sign_ins (expires_at);

-- A browser that signed in once: strangers who guess at the account cannot lock it out, and no notice of a new device is sent.
create table devices (
  user_id text not null references users (id) on delete cascade,
  secret_hash bytea not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  primary key (user_id, secret_hash)
);

-- A link in a mail, for one use: the secret is made from the server's key and the id, and is not stored.
create table links (
  id text primary key,
  purpose text not null check (purpose in ('sign-up', 'reset', 'verify-email', 'new-email', 'mfa-recovery')),
  user_id text references users (id) on delete cascade,
  email text not null,
  email_key text not null,
  name text,
  -- Wrong tries of a code that people type (mfa-recovery).
  tries integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- A newer one replaces the older: one per purpose and address, and per purpose and account.
  constraint one_link unique (purpose, email_key)
);
create index links_of_user on links (user_id);
create index links_in_time on links (expires_at);

create table totp_factors (
  user_id text primary key references users (id) on delete cascade,
  -- Encrypted with the server's key: it must be used again.
  secret_sealed bytea not null,
  created_at timestamptz not null,
  -- Null until a first code proved that the app has the secret.
  confirmed_at timestamptz,
  -- The time step of the last code that was taken: each code works once.
  last_step bigint not null default 0
);

create table recovery_codes (
  user_id text not null references users (id) on delete cascade,
  code_hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (user_id, code_hash)
);

create table passkeys (
  id text primary key,
  user_id text not null references users (id) on delete cascade,
  credential_id text not null,
  public_key bytea not null,
  sign_count bigint not null,
  transports jsonb not null default '[]',
  -- Whether it is copied between devices, and whether a copy exists (WebAuthn BE and BS).
  synced boolean not null,
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  constraint passkey_taken unique (credential_id)
);
create index passkeys_of_user on passkeys (user_id);

-- WebAuthn challenges: taken out when they are used.
create table challenges (
  challenge text primary key,
  purpose text not null check (purpose in ('register', 'sign-in', 'second-factor', 'step-up')),
  user_id text references users (id) on delete cascade,
  expires_at timestamptz not null
);
create index challenges_in_time on challenges (expires_at);

-- An account at an external provider (rules, section 16). The provider's issuer and subject are the only key.
create table identities (
  issuer text not null,
  subject text not null,
  user_id text not null references users (id) on delete cascade,
  provider text not null,
  email text,
  linked_at timestamptz not null,
  last_used_at timestamptz,
  constraint identity_taken primary key (issuer, subject),
  constraint provider_linked unique (user_id, issuer)
);

-- A way to a provider and back: state, nonce and verifier of one browser, for one use. `waiting`: it came back as somebody whose
-- address the account user_id has, and waits for that person to sign in here and link the two. `told`: it came back as the linked
-- account user_id, and what the provider told of it waits for that account's own second factor.
create table provider_flows (
  state_hash bytea primary key,
  browser_hash bytea not null,
  provider text not null,
  purpose text not null check (purpose in ('sign-in', 'link', 'step-up', 'waiting', 'told')),
  user_id text references users (id) on delete cascade,
  sealed bytea not null,
  return_to text not null,
  expires_at timestamptz not null
);
create index provider_flows_of_browser on provider_flows (browser_hash);
create index provider_flows_in_time on provider_flows (expires_at);

-- What happened to an account, for the person themselves; the audit trail of a workspace is audit_events.
create table account_events (
  user_id text not null references users (id) on delete cascade,
  id text not null,
  at timestamptz not null,
  type text not null,
  detail jsonb not null default '{}',
  request_id text not null,
  ip text,
  user_agent text,
  primary key (user_id, id)
);
create index account_events_in_time on account_events (user_id, at, id);

-- Tries by account, address and mailbox, shared by all processes. blocked_until is when the next try may be made.
create table tries (
  key text primary key,
  count integer not null,
  blocked_until timestamptz,
  expires_at timestamptz not null
);
create index tries_in_time on tries (expires_at);
