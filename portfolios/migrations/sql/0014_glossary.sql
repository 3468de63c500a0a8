-- The company's glossary: the spellings of a term, in both languages, as secret as the marking it was entered with.

set local row_security = on;

create table glossary_spelling (
  entry uuid not null,
  place smallint not null,
  label_id integer not null,
  key text collate "C" not null check (key <> ''),
  spelling text not null check (spelling <> ''),
  primary key (entry, place)
);
comment on table glossary_spelling is 'Spellings of one entry mean the same. key: the spelling as a query is held against it.';
-- By label first: whoever looks a word up walks through no label they may not read.
create index glossary_spelling_key on glossary_spelling (label_id, key);

alter table glossary_spelling enable row level security, force row level security;
grant select on glossary_spelling to kaas_app;
create policy permitted on glossary_spelling for select to kaas_app
  using (label_id = any ((select public.permitted_labels())::int[]));
grant select, insert, delete on glossary_spelling to kaas_worker;
create policy worker on glossary_spelling to kaas_worker using (true) with check (true);
