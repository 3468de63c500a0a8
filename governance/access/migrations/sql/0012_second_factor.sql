-- A second factor: that a person has one is a fact like others, which administrators see and end with four eyes. What proves it
-- is the person's own: a sealed secret and digests, which nobody else is shown, and which go when the fact ends.

create table access_secondfactor (
  id uuid primary key,
  person_id uuid not null,
  kind text not null check (kind = 'totp'),
  valid_from timestamptz not null default statement_timestamp(),
  valid_to timestamptz check (valid_to >= valid_from),
  recorded_by text not null,
  reason text not null default '',
  change uuid
);
create unique index on access_secondfactor (person_id) where valid_to is null;
comment on table access_secondfactor is 'Who has a second factor, from when to when. A person has one at a time.';

create table access_factorsecret (
  factor_id uuid primary key,
  person_id uuid not null,
  key uuid not null,
  sealed bytea not null,
  made_at timestamptz not null default statement_timestamp(),
  last_step bigint not null default 0,
  failures integer not null default 0
);
create index on access_factorsecret (person_id);
comment on table access_factorsecret is 'Secrets of RFC 6238 under the key of their person. One without a factor has not been confirmed yet.';

create table access_recoverycode (
  id uuid primary key,
  factor_id uuid not null,
  person_id uuid not null,
  digest bytea not null unique,
  used_at timestamptz
);
create index on access_recoverycode (person_id);
comment on table access_recoverycode is 'Keyed digests of codes, each of which counts once instead of the second factor.';

create function only_advances() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if to_jsonb(new) - array['last_step', 'failures'] is distinct from to_jsonb(old) - array['last_step', 'failures']
     or new.last_step < old.last_step then
    raise exception 'a used code stays used' using errcode = '23514';
  end if;
  return new;
end $$;
create function only_uses() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if to_jsonb(new) - 'used_at' is distinct from to_jsonb(old) - 'used_at' or old.used_at is not null or new.used_at is null then
    raise exception 'a used code stays used' using errcode = '23514';
  end if;
  return new;
end $$;
create function factor_over() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  update public.access_session set ended_at = statement_timestamp()
   where person_id = new.person_id and method <> 'operator' and factor_level >= 2 and ended_at is null;
  delete from public.access_factorsecret where factor_id = new.id;
  delete from public.access_recoverycode where factor_id = new.id;
  return null;
end $$;
comment on function factor_over is 'With a factor end what it was proved with and the sessions it opened. Runs with the rights of whoever ends it.';

create trigger only_closes before update on access_secondfactor for each row execute function only_closes();
create trigger never_deleted before delete on access_secondfactor for each row execute function never_deleted();
create trigger never_emptied before truncate on access_secondfactor execute function never_deleted();
create trigger factor_over after update on access_secondfactor for each row execute function factor_over();
create trigger only_advances before update on access_factorsecret for each row execute function only_advances();
create trigger only_uses before update on access_recoverycode for each row execute function only_uses();

-- A migration runs with row security off, under which the body could not be looked at.
set local row_security = on;
-- Whoever acts here signed in themselves: a key has no second factor, and takes none away. To end a factor one has to prove it.
create function signed_in_with(factors integer) returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from public.access_session s
                  where s.id = public.identified_session() and s.person_id = public.identified_person() and s.key_digest is null
                    and s.factor_level >= factors and s.ended_at is null and s.expires_at > statement_timestamp());
$$;
comment on function signed_in_with is 'Whether the identified session is one of signing in, with at least so many factors. Reads the caller''s own row.';
set local row_security = off;

do $$
declare t text;
begin
  foreach t in array array['secondfactor', 'factorsecret', 'recoverycode'] loop
    execute format('alter table access_%s enable row level security, force row level security', t);
    execute format('grant select, insert on access_%s to kaas_app', t);
    execute format('create policy own_factor on access_%s for select to kaas_app
                      using (person_id = (select public.identified_person()))', t);
  end loop;
  foreach t in array array['factorsecret', 'recoverycode'] loop
    execute format('grant delete on access_%s to kaas_app', t);
    execute format('grant select, delete on access_%s to kaas_gate', t);
    execute format('create policy makes_own on access_%s for insert to kaas_app with check
                      (person_id = (select public.identified_person()) and (select public.signed_in_with(1)))', t);
    execute format('create policy uses_own on access_%s for update to kaas_app
                      using (person_id = (select public.identified_person()) and (select public.signed_in_with(1)))', t);
    -- What belongs to a factor in force is replaced by whoever has proved it, and else goes with the factor only.
    execute format('create policy clears_own on access_%s for delete to kaas_app
                      using (person_id = (select public.identified_person())
                             and ((select public.signed_in_with(2)) or not exists (
                               select from public.access_secondfactor f where f.id = factor_id and f.valid_to is null)))', t);
    execute format('create policy gate_finds on access_%s for select to kaas_gate using (true)', t);
    execute format('create policy gate_clears on access_%s for delete to kaas_gate using (true)', t);
    execute format('create policy owner_finds on access_%s for select to kaas_owner using (true)', t);
    execute format('create policy owner_clears on access_%s for delete to kaas_owner using (true)', t);
  end loop;
end $$;
grant update (valid_to) on access_secondfactor to kaas_app;
grant update (last_step, failures) on access_factorsecret to kaas_app;
grant update (used_at) on access_recoverycode to kaas_app;
create policy enrols_own on access_secondfactor for insert to kaas_app with check (
  person_id = (select identified_person()) and recorded_by = (select identified_person())::text and change is null
  and valid_to is null and (select signed_in_with(1))
  and exists (select from access_factorsecret s where s.factor_id = id and s.last_step > 0));
create policy ends_own on access_secondfactor for update to kaas_app
  using (person_id = (select identified_person()) and (select signed_in_with(2)));
create policy reads_access on access_secondfactor for select to kaas_app using ((select has_permission('access:read')));
create policy owner_provisions on access_secondfactor to kaas_owner using (true) with check (true);

-- The changes of access end it like another fact: two administrators, neither of them the person, and the event of every end.
grant select, update (valid_to) on access_secondfactor to kaas_gate;
create policy gate_reads on access_secondfactor for select to kaas_gate using (true);
create policy gate_closes on access_secondfactor for update to kaas_gate using (true);
grant update (ended_at) on access_session to kaas_gate;
create policy gate_ends on access_session for update to kaas_gate using (true);

-- Signing in at the company's provider is a third way in.
drop policy signs_in on access_session;
create policy signs_in on access_session for insert to kaas_app with check (
  ended_at is null and case when method = 'key' or key_digest is not null then
    method = 'key' and key_digest is not null and person_id = (select identified_person())
    and factor_level <= 1 and place = ''
    and not exists (select 1 from unnest(key_scopes) as wanted where not has_permission(wanted))
  else method in ('password', 'operator', 'oidc') end);

set local row_security = on;
set local role kaas_gate;

create or replace function fact_shape(kind text, out relation text, out content text, out held_as text)
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select s.relation, s.content, s.held_as from (values
    ('clearance', 'access_clearance', 'level', 'smallint'),
    ('compartment', 'access_compartmentmembership', 'compartment_id', 'uuid'),
    ('export_status', 'access_exportstatus', 'status', 'text'),
    ('grant', 'access_grant', 'role', 'text'),
    ('licence', 'access_exportlicence', 'tag_id', 'uuid'),
    ('ownership', 'access_compartmentownership', 'compartment_id', 'uuid'),
    ('reader_group', 'access_readergroupmembership', 'reader_group_id', 'uuid'),
    ('second_factor', 'access_secondfactor', 'kind', 'text'),
    ('standing', 'access_standing', 'kind', 'text'),
    ('track', 'access_trackmembership', 'track_id', 'uuid'),
    ('wall', 'access_wall', 'compartment_id', 'uuid')) s (kind, relation, content, held_as)
   where s.kind = fact_shape.kind;
$$;

create or replace function fact_content(item jsonb) returns text
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  target uuid := item ->> 'target';
  said text := coalesce(item ->> 'value', '');
begin
  case item ->> 'kind'
    when 'clearance' then
      if coalesce((item ->> 'level')::int not between 0 and 4, true) then perform public.refuse_change('unknown_value'); end if;
      return item ->> 'level';
    when 'grant' then
      if not exists (select from public.access_rolepermission r where r.role = said) then perform public.refuse_change('unknown_role'); end if;
      return said;
    when 'standing' then
      if said not in ('active', 'acknowledged', 'trained') then perform public.refuse_change('unknown_value'); end if;
      return said;
    when 'export_status' then
      if said !~ '^\S.{0,39}$' then perform public.refuse_change('unknown_value'); end if;
      return said;
    when 'second_factor' then
      perform public.refuse_change('unknown_kind');  -- nobody gives one to somebody else
    when 'track' then
      if not exists (select from public.access_track t where t.id = target) then perform public.refuse_change('unknown_target'); end if;
    when 'reader_group' then
      if not exists (select from public.access_readergroup t where t.id = target) then perform public.refuse_change('unknown_target'); end if;
    else
      if not exists (select from public.access_compartment t where t.id = target) then perform public.refuse_change('unknown_target'); end if;
  end case;
  return target::text;
end $$;

reset role;
set local row_security = off;
revoke all on function signed_in_with(integer) from public;
grant execute on function signed_in_with(integer) to kaas_app;
