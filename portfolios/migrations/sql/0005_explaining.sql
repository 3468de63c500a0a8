-- What those who look after access are told about documents: verdicts and counts, by functions that read labels and nothing else.

grant select (withdrawn_at) on portfolios_document to kaas_gate;
grant select (document_id, label_id, valid_from, valid_to) on portfolios_documentlabel to kaas_gate;
create policy gate_reads on portfolios_documentlabel for select to kaas_gate using (true);

set local row_security = on;
set local role kaas_gate;

create function explain_access(person uuid, resource uuid, at timestamptz)
returns table (conjunct text, holds boolean, detail text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  moment timestamptz := coalesce(at, statement_timestamp());
  names text[] := array['active', 'acknowledged', 'trained', 'role', 'clearance', 'compartments', 'tracks', 'reader_groups', 'walls',
                        'export', 'factor'];
  seat public.access_session;
  marked public.access_label;
begin
  perform public.require_permission('access:explain');
  select l.* into marked from public.access_label l
   where l.id = case when at is null then (select d.label_id from public.portfolios_document d where d.id = resource)
                     else (select k.label_id from public.portfolios_documentlabel k
                            where k.document_id = resource and k.valid_from <= at and (k.valid_to is null or k.valid_to > at)
                            order by k.valid_from desc limit 1) end;
  if marked.id is null or not exists (select from public.access_user u where u.id = person) then
    return;
  end if;
  -- The best session the person had; without one, a sign-in with a password, at no place in particular.
  select s.* into seat from public.access_session s
   where s.person_id = person and s.key_digest is null and s.authenticated_at <= moment and s.expires_at > moment
     and (s.ended_at is null or s.ended_at > moment)
   order by s.factor_level desc, s.authenticated_at desc limit 1;
  return query select 'session', true, case when seat.id is null then 'none' else '' end;
  return query
    select n.name, v.holds, case when v.holds then '' else public.lacking_in(n.name, person, marked, moment, coalesce(seat.factor_level, 1)) end
      from unnest(names) with ordinality n (name, place),
           lateral (select marked.id = any (public.readable_labels(person, null, coalesce(seat.factor_level, 1), coalesce(seat.place, ''),
                                                                   moment, array_remove(names, n.name))) as holds) v
     order by n.place;
end $$;
comment on function explain_access is 'Each condition with its verdict: one holds when the decision permits with all others forgiven.';

create function lacking_in(condition text, person uuid, marked access_label, moment timestamptz, factor integer) returns text
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(case condition
    when 'clearance' then 'L' || marked.level || ' > ' || coalesce((
      select 'L' || max(c.level) from public.access_clearance c
       where c.person_id = person and c.valid_from <= moment and (c.valid_to is null or c.valid_to > moment)), '–')
    when 'factor' then '2 > ' || factor
    when 'compartments' then (
      select string_agg(c.slug, ', ' order by c.slug) from public.access_compartment c
       where c.id = any (marked.compartments) and not exists (
         select from public.access_compartmentmembership m where m.person_id = person and m.compartment_id = c.id
            and m.valid_from <= moment and (m.valid_to is null or m.valid_to > moment)))
    when 'walls' then (
      select string_agg(distinct c.slug, ', ') from public.access_compartment c join public.access_wall w on w.compartment_id = c.id
       where c.id = any (marked.compartments) and w.person_id = person
         and w.valid_from <= moment and (w.valid_to is null or w.valid_to > moment))
    when 'tracks' then (select string_agg(t.slug, ' | ' order by t.slug) from public.access_track t where t.id = any (marked.tracks))
    when 'reader_groups' then (
      select string_agg(g.slug, ' | ' order by g.slug) from public.access_readergroup g where g.id = any (marked.reader_groups))
    when 'export' then (select string_agg(x.slug, ', ' order by x.slug) from public.access_exporttag x where x.id = any (marked.export_tags))
    end, '');
$$;
comment on function lacking_in is 'Names what a condition that fails asks for. It tells, and decides nothing. Internal.';

create function lacking_to_read(who uuid, moment timestamptz) returns text
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select coalesce((
    select k.kind from (values ('active', 1), ('acknowledged', 2), ('trained', 3)) k (kind, place)
     where not exists (select from public.access_standing t where t.person_id = who and t.kind = k.kind
                          and t.valid_from <= moment and (t.valid_to is null or t.valid_to > moment))
     order by k.place limit 1),
    case when not public.role_permits(who, 'document:read', moment) and public.emergencies_of(who, moment) = '{}' then 'role'
         when not exists (select from public.access_clearance c where c.person_id = who
                             and c.valid_from <= moment and (c.valid_to is null or c.valid_to > moment)) then 'clearance'
         else '' end);
$$;
comment on function lacking_to_read is 'The first condition without which somebody reads nothing at all. It tells, and decides nothing. Internal.';

create function preview_change(items jsonb)
returns table (person uuid, username text, display_name text, gained bigint, lost bigint, lacking text, refusal text)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  me uuid := public.identified_person();
  named uuid[]; watched uuid[]; others uuid[]; earlier jsonb; later jsonb; mine jsonb; lacks jsonb; owners uuid[];
begin
  perform public.require_proposer(items);
  named := public.named_in_change(items);
  watched := array(select unnest(named) union select me);
  others := array(select unnest(public.touched_by_change(items)) except select unnest(watched));
  earlier := public.reach_of(watched, items, true) || public.reach_of(others, items, false);
  begin
    perform public.apply_change(items, null, '', '');
    owners := public.owners_needed(items);
    later := public.reach_of(watched, items, true) || public.reach_of(others, items, false);
    lacks := (
      select jsonb_object_agg(p.one, public.lacking_to_read(p.one, (
               select max(t.at) from (select statement_timestamp() as at
                  union select (e.one ->> 'valid_from')::timestamptz from jsonb_array_elements(items) e (one)) t)))
        from unnest(named) p (one)
       where not exists (select from jsonb_each(later) r (asked, ids) where split_part(r.asked, '/', 1) = p.one::text and r.ids <> '[]'));
    raise exception 'tried' using errcode = 'KA003';
  exception when sqlstate 'KA003' then null;
  end;
  mine := (select jsonb_object_agg(r.asked, r.ids) from jsonb_each(later) r (asked, ids) where split_part(r.asked, '/', 1) = me::text);
  return query
    with held as materialized (
      select to_jsonb(d.label_id) as id, count(*) as documents from public.portfolios_document d
       where d.withdrawn_at is null group by d.label_id
    ), moved as (
      select split_part(a.asked, '/', 1)::uuid as one, a.ids as before, b.ids as after
        from jsonb_each(earlier) a (asked, ids) join jsonb_each(later) b (asked, ids) on b.asked = a.asked where a.ids <> b.ids
    ), shifted as (
      select m.one, l.id, 1 as way from moved m, jsonb_array_elements(m.after) l (id) where not m.before @> l.id
       union select m.one, l.id, -1 from moved m, jsonb_array_elements(m.before) l (id) where not m.after @> l.id
    ), counted as (
      select t.one,
             coalesce((select sum(h.documents) from shifted s join held h on h.id = s.id where s.one = t.one and s.way = 1), 0)::bigint as more,
             coalesce((select sum(h.documents) from shifted s join held h on h.id = s.id where s.one = t.one and s.way = -1), 0)::bigint as less,
             case when t.one = me and (me = any (named) or public.gains(earlier, mine)) then 'self_grant' else '' end as barred
        from unnest(watched || others) t (one)
    )
    select u.id, u.username::text, u.display_name::text, c.more, c.less, coalesce(lacks ->> u.id::text, ''), c.barred
      from counted c join public.access_user u on u.id = c.one
     where c.more > 0 or c.less > 0 or u.id = any (named) or c.barred <> ''
     order by u.username;
end $$;
comment on function preview_change is 'Makes a change, counts who reads more and who less, and undoes it: the same code as the real thing.';

revoke all on function explain_access(uuid, uuid, timestamptz), lacking_in(text, uuid, access_label, timestamptz, integer),
  lacking_to_read(uuid, timestamptz), preview_change(jsonb) from public;
grant execute on function explain_access(uuid, uuid, timestamptz), preview_change(jsonb) to kaas_app;
reset role;
set local row_security = off;
