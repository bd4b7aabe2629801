-- The console's list of members by last activity: a page of it is read from this instead of gathering every session.
create index sessions_by_use on sessions (last_used_at, user_id);
