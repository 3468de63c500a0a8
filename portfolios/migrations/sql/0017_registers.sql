-- What the registers of the offices say of applications, as it was recorded: each record as secret as the marking it was
-- recorded under. Families are put together when somebody asks, of the records that person may read; the status of an
-- application is reckoned when it is recorded, of the records under the same label and no others.

set local row_security = on;

create table register_application (
  id uuid primary key,
  label_id integer not null,
  number text collate "C" not null check (number <> ''),
  office text not null,
  filing_date date,
  links jsonb not null,
  records jsonb not null,
  recorded_at timestamptz not null default now(),
  unique (label_id, number)
);
comment on table register_application is 'links: [number, kind, filing date, whether active] of each earlier application. records: as given.';
create table register_name (
  application uuid not null,
  label_id integer not null,
  what text not null check (what in ('application', 'earlier', 'publication')),
  number text collate "C" not null check (number <> ''),
  primary key (application, what, number)
);
comment on table register_name is
  'The numbers by which an application is found: its own, those it rests on, and those under which it was published.';
-- By label first: whoever looks a number up walks through no label they may not read.
create index register_name_number on register_name (label_id, number);
create table register_status (
  application uuid not null,
  label_id integer not null,
  status text not null,
  flags text[] not null,
  since date not null,
  until date check (until > since),
  primary key (application, since)
);
comment on table register_status is 'The status at the office of the application, on each day from since to before until.';

do $$
declare t text;
begin
  foreach t in array array['application', 'name', 'status'] loop
    execute format('alter table register_%s enable row level security, force row level security', t);
    execute format('grant select on register_%s to kaas_app', t);
    execute format('create policy permitted on register_%s for select to kaas_app
                      using (label_id = any ((select public.permitted_labels())::int[]))', t);
    execute format('grant select, insert, delete on register_%s to kaas_worker', t);
    execute format('create policy worker on register_%s to kaas_worker using (true) with check (true)', t);
  end loop;
end $$;
