-- What is explained, foreseen and told to the trail about few labels is decided about those few. The conditions are those of the whole
-- decision: it is the same function.

set local row_security = on;
set local role kaas_gate;

create or replace function record_withheld(resource uuid, request text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  session uuid := public.identified_session();
  mine public.access_session;
  marked int; asked int; condition text; reason text := '';
  names text[] := array['active', 'acknowledged', 'trained', 'role', 'clearance', 'compartments', 'tracks', 'reader_groups', 'walls',
                        'export', 'factor'];
begin
  select * into mine from public.access_session s where s.id = session;
  select d.label_id into marked from public.portfolios_document d where d.id = resource;
  -- One label or another: what does not exist is decided about as well, so that the time it takes says nothing.
  asked := coalesce(marked, (select min(l.id) from public.access_label l));
  foreach condition in array names loop
    if public.readable_among(mine.person_id, mine.key_scopes, mine.factor_level, mine.place, statement_timestamp(),
                             array_remove(names, condition), array[asked]) = '{}'
       and reason = '' then
      reason := condition;
    end if;
  end loop;
  -- Whoever looked for a document that is there has decided once more: row security decides when it comes to a row.
  if marked is null then
    perform public.permitted_labels();
  end if;
  perform public.append_event(gen_random_uuid(), 'access:withheld', 'document:' || resource, 'denied',
    jsonb_build_object('reason', case when marked is null then 'missing' else reason end), request);
end $$;

create or replace function explain_reading(person uuid, resource uuid, at timestamptz)
returns table (conjunct text, holds boolean, detail text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  moment timestamptz := coalesce(at, statement_timestamp());
  names text[] := array['active', 'acknowledged', 'trained', 'role', 'clearance', 'compartments', 'tracks', 'reader_groups', 'walls',
                        'export', 'factor'];
  seat public.access_session;
  marked public.access_label;
begin
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
           lateral (select public.readable_among(person, null, coalesce(seat.factor_level, 1), coalesce(seat.place, ''), moment,
                                                 array_remove(names, n.name), array[marked.id]) <> '{}' as holds) v
     order by n.place;
end $$;

create or replace function licensed_reach(who uuid[], items jsonb) returns jsonb
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  -- At the moments and places of reach_of. One person stands for all who have the same statuses then.
  with place as (
    select '' as stands
     union select e.one ->> 'place' from jsonb_array_elements(items) e (one) where e.one ? 'place'
     union select x.place from public.access_exportlicence x
  ), alike as (
    select s.at, s.statuses, min(s.person::text)::uuid as person from public.statuses_at(who, items) s group by s.at, s.statuses
  ), label as (
    select public.labels_licensed(items) as ids
  )
  select coalesce(jsonb_agg(jsonb_build_object('at', a.at, 'statuses', a.statuses, 'stands', p.stands, 'labels',
           public.readable_among(a.person, null, 2, p.stands, a.at, array['active', 'acknowledged', 'trained', 'role', 'clearance',
             'compartments', 'tracks', 'reader_groups', 'walls', 'factor'], (select l.ids from label l)))), '[]')
    from alike a, place p;
$$;

create or replace function moved_by_licences(who uuid[], items jsonb, earlier jsonb, later jsonb) returns table (person uuid, id integer, way integer)
language plpgsql stable set search_path = pg_catalog, public, pg_temp set enable_nestloop = off as $$
begin
  return query
    with asked as materialized (
      select a.at, a.statuses, a.labels as before, b.labels as after
        from jsonb_to_recordset(earlier) a (at timestamptz, statuses text[], stands text, labels integer[])
        join jsonb_to_recordset(later) b (at timestamptz, statuses text[], stands text, labels integer[]) using (at, statuses, stands)
       where a.labels <> b.labels
    ), moved as materialized (
      select a.at, a.statuses, l.label, l.way from asked a, lateral (
        select x.label, 1 as way from (select unnest(a.after) as label except select unnest(a.before)) x
         union all select x.label, -1 from (select unnest(a.before) as label except select unnest(a.after)) x) l
       group by a.at, a.statuses, l.label, l.way
    ), concerned as materialized (
      select s.person, s.at, s.statuses from public.statuses_at(who, items) s
       where exists (select from asked a where a.at = s.at and a.statuses = s.statuses)
    ), alike as materialized (
      select p.* from public.profiles_at(array(select distinct c.person from concerned c), array(select distinct c.at from concerned c),
                                         array(select distinct m.label from moved m)) p
    ), decided as materialized (
      select o.profile, r.label from (select distinct on (a.profile) a.profile, a.person, a.at from alike a order by a.profile) o,
             lateral unnest(public.readable_among(o.person, null, 2, '', o.at, array['export'], array(select m.label from moved m))) r (label)
    )
    select distinct c.person, m.label, m.way
      from concerned c join moved m on m.at = c.at and m.statuses = c.statuses
      join alike a on a.person = c.person and a.at = c.at
      join decided d on d.profile = a.profile and d.label = m.label;
end $$;

create or replace function readers_under(resource uuid, marking text, out gain bigint, out lose bigint, out keep bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  former integer := (select d.label_id from public.portfolios_document d where d.id = resource);
  meant integer := (select m.label_id from public.access_marking m where m.name = marking);
  moment timestamptz := statement_timestamp();
  active uuid[] := array(select t.person_id from public.access_standing t where t.kind = 'active' and t.valid_from <= moment
                            and (t.valid_to is null or t.valid_to > moment));
begin
  -- With a second factor, and wherever somebody may stand: whoever reads it at one place reads it.
  with alike as materialized (
    select p.profile, s.statuses, count(*) as people, min(p.person::text)::uuid as one
      from public.profiles_at(active, array[moment], array[former, meant]) p join public.statuses_at(active, '[]') s on s.person = p.person
     group by p.profile, s.statuses
  ), decided as (
    select a.people, bool_or(former = any (r.labels)) as before, bool_or(meant = any (r.labels)) as after
      from alike a, (select '' as stands union select x.place from public.access_exportlicence x) p,
           lateral (select public.readable_among(a.one, null, 2, p.stands, moment, '{}', array[former, meant]) as labels) r
     group by a.profile, a.statuses, a.people
  )
  select coalesce(sum(d.people) filter (where d.after and not d.before), 0), coalesce(sum(d.people) filter (where d.before and not d.after), 0),
         coalesce(sum(d.people) filter (where d.before and d.after), 0)
    into gain, lose, keep from decided d;
end $$;

reset role;
set local row_security = off;
