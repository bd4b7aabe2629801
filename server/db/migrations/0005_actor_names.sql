-- What whoever acted was called at that time: people rename themselves, and accounts and tokens go. Null in events from before this.
alter table audit_events add column actor_name text;
