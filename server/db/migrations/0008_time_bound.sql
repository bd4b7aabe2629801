-- When the people that a grant reaches were reminded of its end, and when the owners were told that ownership ended. A grant whose
-- times change is another grant, so that nobody is told twice of one end.
alter table grants
  add column reminded_at timestamptz,
  add column end_told_at timestamptz,
  add constraint grant_times check (ends_at > starts_at);
create index grants_ending on grants (ends_at) where ends_at is not null;
