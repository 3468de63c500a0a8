-- Who is acting, and what they may read. Every function here is owned by kaas_gate, which cannot log in and has no
-- BYPASSRLS; policies let it through on exactly the tables it reads. The search path is fixed, pg_temp last.

create function hmac_sha256(message bytea) returns bytea
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select sha256(k.outer_key || sha256(k.inner_key || message)) from public.access_gatekey k;
$$;
comment on function hmac_sha256 is 'RFC 2104 with the gate''s secret. Internal: nobody but the gate may call it.';

create function identity_seal(session uuid) returns text
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select encode(public.hmac_sha256(convert_to(
    session::text || '/' || pg_backend_pid() || '/' || extract(epoch from transaction_timestamp()), 'UTF8')), 'hex');
$$;
comment on function identity_seal is 'Binds an identity to this backend and this transaction. Internal.';

create function identify(session uuid, mac bytea) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  person uuid;
begin
  -- Under a stricter isolation a transaction would not see a revocation until its end.
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'identity needs the isolation level read committed' using errcode = '25001';
  end if;
  if mac is distinct from public.hmac_sha256(convert_to(session::text, 'UTF8')) then
    raise exception 'the session could not be proved' using errcode = '28000';
  end if;
  select s.person_id into person from public.access_session s
   where s.id = session and s.ended_at is null and s.expires_at > statement_timestamp()
     and exists (select 1 from public.access_standing t
                  where t.person_id = s.person_id and t.kind = 'active' and t.valid_from <= statement_timestamp()
                    and (t.valid_to is null or t.valid_to > statement_timestamp()));
  if person is null then
    raise exception 'the session has ended' using errcode = '28000';
  end if;
  perform set_config('kaas.identity', session::text || '/' || public.identity_seal(session), true);
  return person;
end $$;
comment on function identify is 'Names the session this transaction acts for. The MAC proves that the application process asked.';

create function identified_session() returns uuid
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  identity text := current_setting('kaas.identity', true);
  session uuid;
begin
  if coalesce(identity, '') = '' then
    raise exception 'nobody is identified in this transaction' using errcode = '28000';
  end if;
  session := split_part(identity, '/', 1)::uuid;
  if split_part(identity, '/', 2) is distinct from public.identity_seal(session) then
    raise exception 'the identity does not belong to this transaction' using errcode = '28000';
  end if;
  return session;
end $$;
comment on function identified_session is 'The proved session, or an error: a forgotten identity is loud.';

create function identified_person() returns uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select s.person_id from public.access_session s where s.id = public.identified_session();
$$;

create function live_person() returns uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select s.person_id from public.access_session s
   where s.id = public.identified_session() and s.ended_at is null and s.expires_at > statement_timestamp()
     and exists (select 1 from public.access_standing t
                  where t.person_id = s.person_id and t.kind = 'active' and t.valid_from <= statement_timestamp()
                    and (t.valid_to is null or t.valid_to > statement_timestamp()));
$$;
comment on function live_person is 'The identified person while the session lives and they are active, else null. Internal.';

create function has_permission(wanted text) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (
    select 1 from public.access_grant g
      join public.access_rolepermission r on r.role = g.role
      join public.access_session s on s.id = public.identified_session()
     where g.person_id = public.live_person() and r.permission = wanted
       and g.valid_from <= statement_timestamp() and (g.valid_to is null or g.valid_to > statement_timestamp())
       and (s.key_scopes is null or wanted = any (s.key_scopes)));
$$;

create function permitted_labels() returns int[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  me uuid := public.live_person();
  at timestamptz := statement_timestamp();
  cleared int;
  needs uuid[]; tracked uuid[]; circles uuid[]; walled uuid[];
begin
  if me is null or not public.has_permission('document:read') then
    perform public.identified_session();
    return '{}';
  end if;
  select max(c.level) into cleared from public.access_clearance c
   where c.person_id = me and c.valid_from <= at and (c.valid_to is null or c.valid_to > at);
  select coalesce(array_agg(m.compartment_id), '{}') into needs from public.access_compartmentmembership m
   where m.person_id = me and m.valid_from <= at and (m.valid_to is null or m.valid_to > at);
  select coalesce(array_agg(m.track_id), '{}') into tracked from public.access_trackmembership m
   where m.person_id = me and m.valid_from <= at and (m.valid_to is null or m.valid_to > at);
  select coalesce(array_agg(m.reader_group_id), '{}') into circles from public.access_readergroupmembership m
   where m.person_id = me and m.valid_from <= at and (m.valid_to is null or m.valid_to > at);
  select coalesce(array_agg(w.compartment_id), '{}') into walled from public.access_wall w
   where w.person_id = me and w.valid_from <= at and (w.valid_to is null or w.valid_to > at);
  return coalesce((
    select array_agg(l.id order by l.id) from public.access_label l
     where l.level <= cleared
       and l.compartments <@ needs
       and (l.tracks = '{}' or l.tracks && tracked)
       and (l.reader_groups = '{}' or l.reader_groups && circles)
       and not l.compartments && walled
       and l.export_tags = '{}'), '{}');
end $$;
comment on function permitted_labels is 'The labels the identified person may read now. Deny by default; a wall beats everything.';

create function find_login(name text) returns table (person uuid, password text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select u.id, u.password::text from public.access_user u where u.username = name;
$$;
comment on function find_login is 'What sign-in needs before anyone is identified: one person by exact name.';

create function append_event(event uuid, did text, about text, ended text, particulars jsonb, request text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  session uuid;
  acting public.access_session;
begin
  if did !~ '^[a-z_]+:[a-z_]+$' or jsonb_typeof(particulars) is distinct from 'object' then
    raise exception 'an event is resource:past_participle with an object of details' using errcode = '22023';
  end if;
  if coalesce(current_setting('kaas.identity', true), '') <> '' then
    session := public.identified_session();
    select * into acting from public.access_session s where s.id = session;
  end if;
  insert into public.audit_event (id, occurred_at, actor, session, on_behalf_of, action, resource, outcome, request_id, detail)
  values (event, clock_timestamp(),
          case when session is null then case session_user when 'kaas_app' then 'anonymous' when 'kaas_worker' then 'worker' else 'operator' end
               when acting.method = 'operator' then 'operator' else acting.person_id::text end,
          coalesce(session::text, ''), case when acting.method = 'operator' then acting.person_id::text else '' end,
          did, about, ended, request, particulars);
  insert into public.audit_pending (event) values (event);
end $$;
comment on function append_event is 'The one way into the trail. Actor and time are stamped here, never taken from the caller.';

create function opened_resources() returns text[]
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(o.resource), '{}') from public.access_opening o
   where o.person = public.identified_person() and o.expires_at > statement_timestamp();
$$;
comment on function opened_resources is 'Resources whose texts the identified person opened with a reason. Runs as the caller.';

-- Rights first, ownership last: once a function is the gate's, the owner role may say nothing about it any more.
do $$
declare f text;
begin
  foreach f in array array['hmac_sha256(bytea)', 'identity_seal(uuid)', 'identify(uuid, bytea)', 'identified_session()',
      'identified_person()', 'live_person()', 'has_permission(text)', 'permitted_labels()', 'find_login(text)',
      'append_event(uuid, text, text, text, jsonb, text)'] loop
    execute format('revoke all on function public.%s from public', f);
  end loop;
end $$;
revoke all on function opened_resources() from public;
grant execute on function identify(uuid, bytea), identified_session(), identified_person(), has_permission(text),
  permitted_labels(), find_login(text), opened_resources() to kaas_app;
grant execute on function append_event(uuid, text, text, text, jsonb, text) to kaas_app, kaas_worker;
do $$
declare f text;
begin
  foreach f in array array['hmac_sha256(bytea)', 'identity_seal(uuid)', 'identify(uuid, bytea)', 'identified_session()',
      'identified_person()', 'live_person()', 'has_permission(text)', 'permitted_labels()', 'find_login(text)',
      'append_event(uuid, text, text, text, jsonb, text)'] loop
    execute format('alter function public.%s owner to kaas_gate', f);
  end loop;
end $$;
-- Provisioning records its facts. A grant to the owner itself would have gone with the ownership.
set local role kaas_gate;
grant execute on function append_event(uuid, text, text, text, jsonb, text) to kaas_owner;
reset role;

-- Row security, forced on every table: names of people, projects and walls are secrets as well.
do $$
declare t text;
begin
  foreach t in array array['user', 'compartment', 'track', 'readergroup', 'label', 'marking', 'standing', 'clearance', 'grant',
      'compartmentmembership', 'trackmembership', 'readergroupmembership', 'wall', 'rolepermission', 'session', 'opening',
      'gatekey'] loop
    execute format('alter table access_%s enable row level security, force row level security', t);
  end loop;
  foreach t in array array['user', 'label', 'standing', 'clearance', 'grant', 'compartmentmembership', 'trackmembership',
      'readergroupmembership', 'wall', 'rolepermission', 'session', 'gatekey'] loop
    execute format('grant select on access_%s to kaas_gate', t);
    execute format('create policy gate_reads on access_%s for select to kaas_gate using (true)', t);
  end loop;
  -- Provisioning runs as the owner, which never serves: people, names, markings and facts, nothing that people wrote.
  foreach t in array array['user', 'compartment', 'track', 'readergroup', 'label', 'marking', 'standing', 'clearance', 'grant',
      'compartmentmembership', 'trackmembership', 'readergroupmembership', 'wall', 'rolepermission', 'session'] loop
    execute format('create policy owner_provisions on access_%s to kaas_owner using (true) with check (true)', t);
  end loop;
  -- Of walls not: whom one is kept from, and why, is part of what they keep.
  grant select on access_wall to kaas_app;
  foreach t in array array['standing', 'clearance', 'grant', 'compartmentmembership', 'trackmembership',
      'readergroupmembership'] loop
    execute format('grant select on access_%s to kaas_app', t);
    execute format('create policy own_facts on access_%s for select to kaas_app
                      using (person_id = (select public.identified_person()))', t);
  end loop;
end $$;

create policy owner_sets on access_gatekey for insert to kaas_owner with check (true);
create policy owner_replaces on access_gatekey for delete to kaas_owner using (true);
create policy owner_finds on access_gatekey for select to kaas_owner using (true);

grant select on access_user, access_compartment, access_track, access_readergroup, access_label, access_marking,
  access_rolepermission to kaas_app;
create policy own_or_trail on access_user for select to kaas_app
  using (id = (select identified_person()) or (select has_permission('trail:read')));
create policy member on access_compartment for select to kaas_app
  using (exists (select 1 from access_compartmentmembership m where m.compartment_id = id
                  and m.valid_from <= statement_timestamp() and (m.valid_to is null or m.valid_to > statement_timestamp())));
create policy member on access_track for select to kaas_app
  using (exists (select 1 from access_trackmembership m where m.track_id = id
                  and m.valid_from <= statement_timestamp() and (m.valid_to is null or m.valid_to > statement_timestamp())));
create policy member on access_readergroup for select to kaas_app
  using (exists (select 1 from access_readergroupmembership m where m.reader_group_id = id
                  and m.valid_from <= statement_timestamp() and (m.valid_to is null or m.valid_to > statement_timestamp())));
create policy permitted on access_label for select to kaas_app using (id = any ((select permitted_labels())::int[]));
create policy permitted on access_marking for select to kaas_app using (label_id = any ((select permitted_labels())::int[]));
create policy matrix_is_public on access_rolepermission for select to kaas_app using (true);

grant select, insert on access_session to kaas_app;
grant update (ended_at) on access_session to kaas_app;
-- A session without a key is worth nothing without the MAC. A key opens a session by itself, so only the identified person
-- makes one, for themselves, and no wider than the session they make it in.
create policy signs_in on access_session for insert to kaas_app with check (
  ended_at is null and case when method = 'key' or key_digest is not null then
    method = 'key' and key_digest is not null and person_id = (select identified_person())
    and not exists (select 1 from unnest(key_scopes) as wanted where not has_permission(wanted))
  else method in ('password', 'operator') end);
create policy own_sessions on access_session for select to kaas_app using (person_id = (select identified_person()));
create policy ends_own on access_session for update to kaas_app using (person_id = (select identified_person()));

grant select, insert on access_opening to kaas_app;
create policy gives_reason on access_opening for insert to kaas_app
  with check (person = (select identified_person()) and (select has_permission('text:open')) and reason ~ '\S'
              and expires_at <= statement_timestamp() + interval '61 minutes');
create policy own_or_trail on access_opening for select to kaas_app
  using (person = (select identified_person()) or (select has_permission('trail:read')));

-- The worker knows labels and markings by name, nothing of people.
grant select on access_label, access_marking to kaas_worker;
create policy worker_labels on access_label for select to kaas_worker using (true);
create policy worker_markings on access_marking for select to kaas_worker using (true);

-- Facts are closed, never changed; sessions are ended, never changed.
create function only_closes() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if to_jsonb(new) - 'valid_to' is distinct from to_jsonb(old) - 'valid_to'
     or (old.valid_to is not null and (new.valid_to is null or new.valid_to > old.valid_to
                                       or old.valid_to <= statement_timestamp()))
     or new.valid_to < statement_timestamp() - interval '1 minute' then
    raise exception 'a fact about access is closed from now on, never changed' using errcode = '23514';
  end if;
  return new;
end $$;
create function never_deleted() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '% is only ever added to', tg_table_name using errcode = '42501';
end $$;
do $$
declare t text;
begin
  foreach t in array array['standing', 'clearance', 'grant', 'compartmentmembership', 'trackmembership',
      'readergroupmembership', 'wall'] loop
    execute format('create trigger only_closes before update on access_%s for each row execute function only_closes()', t);
    execute format('create trigger never_deleted before delete on access_%s for each row execute function never_deleted()', t);
    execute format('create trigger never_emptied before truncate on access_%s execute function never_deleted()', t);
  end loop;
end $$;
create function only_ends() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if to_jsonb(new) - 'ended_at' is distinct from to_jsonb(old) - 'ended_at' or old.ended_at is not null
     or new.ended_at is null then
    raise exception 'a session is ended once, never changed' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger only_ends before update on access_session for each row execute function only_ends();
create trigger never_changed before update or delete on access_opening for each row execute function never_deleted();
create trigger never_emptied before truncate on access_opening execute function never_deleted();
