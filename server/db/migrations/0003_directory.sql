-- The console's list of members, by name and by address: a page of it is read from these instead of sorting everybody. Texts
-- are in the order of code points, whatever the database's own order is.
create index users_by_name on users (name_key collate "C", id);
create index users_by_email on users (email_key collate "C", id);
