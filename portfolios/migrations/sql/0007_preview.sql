-- A preview of what touches everybody, without deciding for everybody: a licence moves nothing but what export control says, so that
-- is asked once for each set of statuses, and the rest of the decision once for each set of holdings that matters here.

set local row_security = on;
set local role kaas_gate;

create function statuses_at(who uuid[], items jsonb) returns table (person uuid, at timestamptz, statuses text[])
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  with moment as (
    select statement_timestamp() as at
     union select (e.one ->> b.bound)::timestamptz from jsonb_array_elements(items) e (one), (values ('valid_from'), ('valid_to')) b (bound)
  )
  select p.one, m.at, coalesce(array_agg(distinct s.status::text order by s.status::text) filter (where s.status is not null), '{}')
    from unnest(who) p (one) cross join moment m
    left join public.access_exportstatus s on s.person_id = p.one and s.valid_from <= m.at and (s.valid_to is null or s.valid_to > m.at)
   where m.at >= statement_timestamp() group by p.one, m.at;
$$;
comment on function statuses_at is 'The statuses for export control that people have at the moments of a change. Internal.';

create function licensed_reach(who uuid[], items jsonb) returns jsonb
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  -- At the moments and places of reach_of. One person stands for all who have the same statuses then.
  with place as (
    select '' as stands
     union select e.one ->> 'place' from jsonb_array_elements(items) e (one) where e.one ? 'place'
     union select x.place from public.access_exportlicence x
  ), alike as (
    select s.at, s.statuses, min(s.person::text)::uuid as person from public.statuses_at(who, items) s group by s.at, s.statuses
  )
  select coalesce(jsonb_agg(jsonb_build_object('at', a.at, 'statuses', a.statuses, 'stands', p.stands, 'labels',
           public.readable_labels(a.person, null, 2, p.stands, a.at, array['active', 'acknowledged', 'trained', 'role', 'clearance',
             'compartments', 'tracks', 'reader_groups', 'walls', 'factor']))), '[]')
    from alike a, place p;
$$;
comment on function licensed_reach is 'What export control alone lets people read, by their statuses, at each moment and place of a change. Internal.';

create function profiles_at(who uuid[], moments timestamptz[], labels integer[]) returns table (person uuid, at timestamptz, profile text)
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  -- A membership or a wall counts where one of these labels names what it is of. Whoever holds the same is decided alike.
  with named as materialized (
    select distinct n.id from public.access_label l, unnest(l.compartments || l.tracks || l.reader_groups) n (id) where l.id = any (labels)
  ), fact as (
    select t.person_id, t.valid_from, t.valid_to, t.kind::text as held from public.access_standing t
    union all select t.person_id, t.valid_from, t.valid_to, 'role ' || t.role from public.access_grant t
    union all select t.person_id, t.valid_from, t.valid_to, 'level ' || t.level from public.access_clearance t
    union all select t.person_id, t.valid_from, t.valid_to, 'in ' || n.id from public.access_compartmentmembership t join named n on n.id = t.compartment_id
    union all select t.person_id, t.valid_from, t.valid_to, 'on ' || n.id from public.access_trackmembership t join named n on n.id = t.track_id
    union all select t.person_id, t.valid_from, t.valid_to, 'of ' || n.id from public.access_readergroupmembership t join named n on n.id = t.reader_group_id
    union all select t.person_id, t.valid_from, t.valid_to, 'not ' || n.id from public.access_wall t join named n on n.id = t.compartment_id
    union all select e.person_id, e.opened_at, least(e.expires_at, e.ended_at), 'opened ' || e.compartment_id from public.access_emergency e
  )
  select f.person_id, m.at, md5(string_agg(distinct f.held, ',' order by f.held))
    from fact f join unnest(moments) m (at) on f.valid_from <= m.at and (f.valid_to is null or f.valid_to > m.at)
   where f.person_id = any (who) group by f.person_id, m.at;
$$;
comment on function profiles_at is 'What people hold that could matter to the reading of some labels, export control aside, as a digest. Internal.';

create function moved_by_licences(who uuid[], items jsonb, earlier jsonb, later jsonb) returns table (person uuid, id integer, way integer)
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
             lateral unnest(public.readable_labels(o.person, null, 2, '', o.at, array['export'])) r (label)
       where r.label = any (array(select m.label from moved m))
    )
    select distinct c.person, m.label, m.way
      from concerned c join moved m on m.at = c.at and m.statuses = c.statuses
      join alike a on a.person = c.person and a.at = c.at
      join decided d on d.profile = a.profile and d.label = m.label;
end $$;
comment on function moved_by_licences is 'Who reads which label more (1) or less (-1) for what export control says before and after a change. Internal.';

create or replace function preview_change(items jsonb)
returns table (person uuid, username text, display_name text, gained bigint, lost bigint, lacking text, refusal text)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  me uuid := public.identified_person();
  named uuid[]; watched uuid[]; others uuid[]; earlier jsonb; later jsonb; licensed jsonb; licensed_later jsonb; mine jsonb; lacks jsonb;
begin
  perform public.require_proposer(items);
  named := public.named_in_change(items);
  watched := array(select unnest(named) union select me);
  others := array(select unnest(public.touched_by_change(items)) except select unnest(watched));
  earlier := public.reach_of(watched, items, true);
  licensed := public.licensed_reach(others, items);
  begin
    perform public.apply_change(items, null, '', '');
    perform public.owners_needed(items);
    later := public.reach_of(watched, items, true);
    licensed_later := public.licensed_reach(others, items);
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
      select d.label_id as id, count(*) as documents from public.portfolios_document d where d.withdrawn_at is null group by d.label_id
    ), moved as (
      select split_part(a.asked, '/', 1)::uuid as one, a.ids as before, b.ids as after
        from jsonb_each(earlier) a (asked, ids) join jsonb_each(later) b (asked, ids) on b.asked = a.asked where a.ids <> b.ids
    ), shifted as (
      select m.one, l.id::integer as id, 1 as way from moved m, jsonb_array_elements(m.after) l (id) where not m.before @> l.id
       union select m.one, l.id::integer, -1 from moved m, jsonb_array_elements(m.before) l (id) where not m.after @> l.id
       union select o.person, o.id, o.way from public.moved_by_licences(others, items, licensed, licensed_later) o
    ), counted as (
      select s.one, coalesce(sum(h.documents) filter (where s.way = 1), 0)::bigint as more,
             coalesce(sum(h.documents) filter (where s.way = -1), 0)::bigint as less
        from shifted s left join held h on h.id = s.id group by s.one
    ), told as (
      select t.one, coalesce(c.more, 0) as more, coalesce(c.less, 0) as less,
             case when t.one = me and (me = any (named) or public.gains(earlier, mine)) then 'self_grant' else '' end as barred
        from unnest(watched || array(select c.one from counted c where c.one <> all (watched))) t (one) left join counted c on c.one = t.one
    )
    select u.id, u.username::text, u.display_name::text, t.more, t.less, coalesce(lacks ->> u.id::text, ''), t.barred
      from told t join public.access_user u on u.id = t.one
     where t.more > 0 or t.less > 0 or u.id = any (named) or t.barred <> ''
     order by u.username;
end $$;

revoke all on function licensed_reach(uuid[], jsonb), statuses_at(uuid[], jsonb), profiles_at(uuid[], timestamptz[], integer[]),
  moved_by_licences(uuid[], jsonb, jsonb, jsonb) from public;
reset role;
set local row_security = off;
