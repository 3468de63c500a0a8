-- The whole decision about reading, in one function, and row security of what it newly reads.
-- Functions are made by the gate itself here, so that they are its own from the start.

do $$
declare t text;
begin
  foreach t in array array['exporttag', 'exportlicence', 'exportstatus', 'compartmentownership', 'emergency', 'change', 'agreement'] loop
    execute format('alter table access_%s enable row level security, force row level security', t);
    execute format('grant select on access_%s to kaas_app', t);
  end loop;
  foreach t in array array['exporttag', 'exportlicence', 'exportstatus', 'compartmentownership', 'emergency', 'change', 'agreement',
      'compartment', 'track', 'readergroup', 'marking'] loop
    execute format('grant select on access_%s to kaas_gate', t);
    execute format('create policy gate_reads on access_%s for select to kaas_gate using (true)', t);
  end loop;
  foreach t in array array['exporttag', 'exportlicence', 'exportstatus', 'compartmentownership'] loop
    execute format('create policy owner_provisions on access_%s to kaas_owner using (true) with check (true)', t);
  end loop;
  foreach t in array array['exportstatus', 'compartmentownership'] loop
    execute format('create policy own_facts on access_%s for select to kaas_app
                      using (person_id = (select public.identified_person()))', t);
  end loop;
  -- Who looks after access sees who holds what, and the names of what can be held. Labels and documents are no part of it.
  foreach t in array array['user', 'compartment', 'track', 'readergroup', 'exporttag', 'exportlicence', 'exportstatus',
      'compartmentownership', 'standing', 'clearance', 'grant', 'compartmentmembership', 'trackmembership', 'readergroupmembership',
      'wall', 'change', 'agreement'] loop
    execute format('create policy reads_access on access_%s for select to kaas_app
                      using ((select public.has_permission(''access:read'')))', t);
  end loop;
  foreach t in array array['exportlicence', 'exportstatus', 'compartmentownership'] loop
    execute format('create trigger only_closes before update on access_%s for each row execute function only_closes()', t);
  end loop;
  foreach t in array array['exportlicence', 'exportstatus', 'compartmentownership', 'emergency', 'change', 'agreement'] loop
    execute format('create trigger never_deleted before delete on access_%s for each row execute function never_deleted()', t);
    execute format('create trigger never_emptied before truncate on access_%s execute function never_deleted()', t);
  end loop;
end $$;
create trigger only_ends before update on access_emergency for each row execute function only_ends();
create trigger never_changed before update on access_agreement for each row execute function never_deleted();

-- Emergencies and changes are told to those they concern, with the names of the people and compartments in them.
create policy told_of on access_emergency for select to kaas_app
  using (person_id = (select identified_person()) or (select has_permission('emergency:read'))
         or exists (select 1 from access_compartmentownership o
                     where o.compartment_id = access_emergency.compartment_id and o.person_id = (select identified_person())
                       and o.valid_from <= statement_timestamp() and (o.valid_to is null or o.valid_to > statement_timestamp())));
create policy told_of on access_change for select to kaas_app
  using (proposed_by = (select identified_person())
         or exists (select 1 from access_compartmentownership o
                     where o.compartment_id = any (access_change.compartments) and o.person_id = (select identified_person())
                       and o.valid_from <= statement_timestamp() and (o.valid_to is null or o.valid_to > statement_timestamp())));
create policy told_of on access_agreement for select to kaas_app
  using (change_id in (select c.id from access_change c));
create policy told_of on access_compartment for select to kaas_app
  using (id in (select e.compartment_id from access_emergency e)
         or id in (select unnest(c.compartments) from access_change c where c.state = 'proposed'));
create policy told_of on access_user for select to kaas_app
  using (id in (select e.person_id from access_emergency e)
         or id in (select (i.item ->> 'person')::uuid from access_change c, jsonb_array_elements(c.items) i (item)
                    where c.state = 'proposed' and i.item ? 'person'));

-- A key is one factor and stands nowhere, whatever the session it is made in.
drop policy signs_in on access_session;
create policy signs_in on access_session for insert to kaas_app with check (
  ended_at is null and case when method = 'key' or key_digest is not null then
    method = 'key' and key_digest is not null and person_id = (select identified_person())
    and factor_level <= 1 and place = ''
    and not exists (select 1 from unnest(key_scopes) as wanted where not has_permission(wanted))
  else method in ('password', 'operator') end);

-- A migration runs with row security off, which refuses what row security would narrow; the gate is let through by policies.
set local row_security = on;
set local role kaas_gate;

create function role_permits(who uuid, wanted text, at timestamptz) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (
    select 1 from public.access_grant g join public.access_rolepermission r on r.role = g.role
     where g.person_id = who and r.permission = wanted and g.valid_from <= at and (g.valid_to is null or g.valid_to > at));
$$;
comment on function role_permits is 'Whether a role that somebody holds at a time permits an action. Internal.';

create function emergencies_of(who uuid, at timestamptz) returns uuid[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(e.compartment_id), '{}') from public.access_emergency e
   where e.person_id = who and e.opened_at <= at and e.expires_at > at and (e.ended_at is null or e.ended_at > at)
     and public.role_permits(who, 'access:break_glass', at);
$$;
comment on function emergencies_of is 'The compartments somebody reads in an emergency at a time, while a role still lets them open one. Internal.';

create function readable_labels(who uuid, scopes text[], factor integer, stands text, at timestamptz, forgiven text[])
returns integer[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off as $$
declare
  kinds text[]; opened uuid[]; reads boolean; cleared int;
  needs uuid[]; tracked uuid[]; circles uuid[]; walled uuid[]; licensed uuid[];
begin
  select coalesce(array_agg(t.kind::text), '{}') into kinds from public.access_standing t
   where t.person_id = who and t.valid_from <= at and (t.valid_to is null or t.valid_to > at);
  if not ('active' = any (kinds) or 'active' = any (forgiven))
     or not ('acknowledged' = any (kinds) or 'acknowledged' = any (forgiven))
     or not ('trained' = any (kinds) or 'trained' = any (forgiven)) then
    return '{}';
  end if;
  opened := public.emergencies_of(who, at);
  reads := 'role' = any (forgiven) or public.role_permits(who, 'document:read', at);
  if not ('role' = any (forgiven) or scopes is null or 'document:read' = any (scopes)) or not (reads or opened <> '{}') then
    return '{}';
  end if;
  select coalesce(max(c.level), -1) into cleared from public.access_clearance c
   where c.person_id = who and c.valid_from <= at and (c.valid_to is null or c.valid_to > at);
  select coalesce(array_agg(m.compartment_id), '{}') || opened into needs from public.access_compartmentmembership m
   where m.person_id = who and m.valid_from <= at and (m.valid_to is null or m.valid_to > at);
  select coalesce(array_agg(m.track_id), '{}') into tracked from public.access_trackmembership m
   where m.person_id = who and m.valid_from <= at and (m.valid_to is null or m.valid_to > at);
  select coalesce(array_agg(m.reader_group_id), '{}') into circles from public.access_readergroupmembership m
   where m.person_id = who and m.valid_from <= at and (m.valid_to is null or m.valid_to > at);
  select coalesce(array_agg(w.compartment_id), '{}') into walled from public.access_wall w
   where w.person_id = who and w.valid_from <= at and (w.valid_to is null or w.valid_to > at);
  select coalesce(array_agg(x.tag_id), '{}') into licensed from public.access_exportlicence x
   where x.valid_from <= at and (x.valid_to is null or x.valid_to > at)
     and (x.place = '' or x.place = stands)
     and (x.person_status = '' or x.person_status in (
           select p.status from public.access_exportstatus p
            where p.person_id = who and p.valid_from <= at and (p.valid_to is null or p.valid_to > at)));
  return coalesce((
    select array_agg(l.id order by l.id) from public.access_label l
     where (reads or l.compartments && opened)
       and (l.level <= cleared or l.compartments && opened or 'clearance' = any (forgiven))
       and (l.compartments <@ needs or 'compartments' = any (forgiven))
       and (l.tracks = '{}' or l.tracks && tracked or 'tracks' = any (forgiven))
       and (l.reader_groups = '{}' or l.reader_groups && circles or 'reader_groups' = any (forgiven))
       and (not l.compartments && walled or 'walls' = any (forgiven))
       and (l.export_tags <@ licensed or 'export' = any (forgiven))
       and (l.level < 4 or factor >= 2 or 'factor' = any (forgiven))), '{}');
end $$;
comment on function readable_labels is 'The decision: which labels somebody may read at a time, with this key, factor and place. '
  'Conditions named in forgiven are taken as held; permitted_labels() forgives none. Internal.';

create or replace function has_permission(wanted text) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (
    select 1 from public.access_session s
     where s.id = public.identified_session() and s.person_id = public.live_person()
       and (s.key_scopes is null or wanted = any (s.key_scopes))
       and (public.role_permits(s.person_id, wanted, statement_timestamp())
            or wanted = 'document:read' and public.emergencies_of(s.person_id, statement_timestamp()) <> '{}'));
$$;

create or replace function permitted_labels() returns int[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  session uuid := public.identified_session();
  mine public.access_session;
begin
  select * into mine from public.access_session s
   where s.id = session and s.ended_at is null and s.expires_at > statement_timestamp();
  if not found then
    return '{}';
  end if;
  return public.readable_labels(mine.person_id, mine.key_scopes, mine.factor_level, mine.place, statement_timestamp(), '{}');
end $$;

revoke all on function role_permits(uuid, text, timestamptz), emergencies_of(uuid, timestamptz),
  readable_labels(uuid, text[], integer, text, timestamptz, text[]) from public;
reset role;
set local row_security = off;
