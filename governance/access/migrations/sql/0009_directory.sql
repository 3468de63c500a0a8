-- What the company's directory says, and how often somebody tried to sign in. Nothing here decides: from the mapping and the
-- directory's groups come the same facts that are given by hand, and those decide.

create table access_groupmapping (
  id uuid primary key,
  directory_group text not null check (directory_group <> ''),
  kind text not null check (kind in ('role', 'clearance', 'compartment', 'track', 'reader_group', 'standing')),
  target text not null check (target <> ''),
  unique (directory_group, kind, target)
);
comment on table access_groupmapping is 'Members of a group of the directory hold `target`: the slug of a role, a level, a kind of standing, or an id.';

create table access_directoryentry (
  person_id uuid primary key,
  entry text not null unique
);
comment on table access_directoryentry is 'Which entry of the directory a person is. A name may be given again, an entry is not.';

create table access_directoryfact (
  fact_id uuid primary key,
  person_id uuid not null,
  kind text not null,
  target text not null,
  unique (person_id, kind, target)
);
comment on table access_directoryfact is 'Facts that stand because the directory says so. One that was ended by hand stays ended until the directory first stops saying it.';

create table access_directorystate (
  id smallint primary key default 1 check (id = 1),
  attempted_at timestamptz not null,
  succeeded_at timestamptz,
  problem text not null,
  people integer not null,
  questions integer not null
);
comment on table access_directorystate is 'When the directory was last read, and what was wrong then, as a code.';

create table access_signincount (
  key bytea primary key,
  spent_until timestamptz not null
);
create index on access_signincount (spent_until);
comment on table access_signincount is 'What was spent of the sign-ins that a name or an address has. The keys are digests: a password is typed as a name too often.';

create function find_directory_login(named text) returns uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select e.person_id from public.access_directoryentry e where e.entry = named;
$$;
comment on function find_directory_login is 'The person whom an entry of the directory is, once the directory has believed their password.';

create function directory_state(out attempted_at timestamptz, out succeeded_at timestamptz, out problem text, out people integer,
                                out questions integer) returns setof record
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select s.attempted_at, s.succeeded_at, s.problem, s.people, s.questions from public.access_directorystate s;
$$;
comment on function directory_state is 'When the directory was last read: times, a code and counts, for `kaas check`.';

create function count_sign_in(name text, address text, succeeded boolean) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  at timestamptz := clock_timestamp();
  budget record;
  spent bytea;
begin
  -- Each budget: what it belongs to, how many at once, and the time in which one comes back. The address first, so that one
  -- that is out cannot use up a name; the name from everywhere is wide, so that a stranger elsewhere locks nobody out for long.
  for budget in select * from (values
      (1, 'address/' || address, 100, interval '1 second', address <> ''),
      (2, 'both/' || address || '/' || name, 5, interval '30 seconds', true),
      (3, 'name/' || name, 30, interval '10 seconds', true)) b (place, whose, at_once, back_in, counts)
      where b.counts order by b.place loop
    spent := public.hmac_sha256(convert_to('sign-in/' || budget.whose, 'UTF8'));
    if succeeded then
      -- It was them: nothing is held against them here, and what this took elsewhere is given back.
      update public.access_signincount c set spent_until = case when budget.place = 2 then at else c.spent_until - budget.back_in end
       where c.key = spent;
      continue;
    end if;
    insert into public.access_signincount as c (key, spent_until) values (spent, at + budget.back_in)
      on conflict (key) do update set spent_until = greatest(c.spent_until, at) + budget.back_in
       where c.spent_until - at <= (budget.at_once - 1) * budget.back_in;
    if not found then
      return (select greatest(1, ceil(extract(epoch from c.spent_until - at - (budget.at_once - 1) * budget.back_in)))::integer
                from public.access_signincount c where c.key = spent);
    end if;
  end loop;
  delete from public.access_signincount where key in (
    select c.key from public.access_signincount c where c.spent_until < at limit 20 for update skip locked);
  return 0;
end $$;
comment on function count_sign_in is 'Spends one sign-in of this name and this address and returns 0, or the seconds to wait when there is none left. Of those that succeeded nothing is spent.';

-- After the functions: a migration runs with row security off, under which their bodies could not be looked at.
do $$
declare t text;
begin
  foreach t in array array['groupmapping', 'directoryentry', 'directoryfact', 'directorystate', 'signincount'] loop
    execute format('alter table access_%s enable row level security, force row level security', t);
    if t <> 'signincount' then
      execute format('create policy owner_provisions on access_%s to kaas_owner using (true) with check (true)', t);
    end if;
  end loop;
end $$;
grant select on access_groupmapping to kaas_app;
create policy administers on access_groupmapping for select to kaas_app
  using ((select has_permission('access:manage')));
grant select on access_directoryentry, access_directorystate to kaas_gate;
create policy gate_reads on access_directoryentry for select to kaas_gate using (true);
create policy gate_reads on access_directorystate for select to kaas_gate using (true);
grant select, insert, update, delete on access_signincount to kaas_gate;
create policy gate_counts on access_signincount to kaas_gate using (true) with check (true);

do $$
declare f text;
begin
  foreach f in array array['find_directory_login(text)', 'directory_state()', 'count_sign_in(text, text, boolean)'] loop
    execute format('revoke all on function public.%s from public', f);
    execute format('grant execute on function public.%s to kaas_app', f);
    execute format('alter function public.%s owner to kaas_gate', f);
  end loop;
end $$;
