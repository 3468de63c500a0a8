-- The decision itself, unchanged, with one argument more: which labels are asked about, null for all. One text for both, so that what is
-- explained, counted and foreseen about a few labels cannot come to differ from what is enforced about all.

set local row_security = on;
set local role kaas_gate;

create function readable_among(who uuid, scopes text[], factor integer, stands text, at timestamptz, forgiven text[], among integer[])
returns integer[]
language plpgsql stable set search_path = pg_catalog, public, pg_temp set jit = off set plan_cache_mode = force_generic_plan as $$
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
    select array_agg(l.id order by l.id) from (
            select * from public.access_label t where among is null
             union all select * from public.access_label t where t.id = any (among)) l
     where (reads or l.compartments && opened)
       and (l.level <= cleared or l.compartments && opened or 'clearance' = any (forgiven))
       and (l.compartments <@ needs or 'compartments' = any (forgiven))
       and (l.tracks = '{}' or l.tracks && tracked or 'tracks' = any (forgiven))
       and (l.reader_groups = '{}' or l.reader_groups && circles or 'reader_groups' = any (forgiven))
       and (not l.compartments && walled or 'walls' = any (forgiven))
       and (l.export_tags <@ licensed or 'export' = any (forgiven))
       and (l.level < 4 or factor >= 2 or 'factor' = any (forgiven))), '{}');
end $$;
comment on function readable_among is 'The decision: which of some labels, or of all, somebody may read at a time, with this key, factor and place. '
  'Conditions named in forgiven are taken as held; permitted_labels() forgives none. Internal.';

create or replace function readable_labels(who uuid, scopes text[], factor integer, stands text, at timestamptz, forgiven text[])
returns integer[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return public.readable_among(who, scopes, factor, stands, at, forgiven, null);
end $$;
comment on function readable_labels is 'The whole decision, about every label there is. Internal.';

revoke all on function readable_among(uuid, text[], integer, text, timestamptz, text[], integer[]) from public;
reset role;
set local row_security = off;
