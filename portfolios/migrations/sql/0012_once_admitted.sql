-- A preview also says what somebody named would read who reads nothing yet for want of standing, and who would read documents and
-- administer access in one person.

set local row_security = on;
set local role kaas_gate;

create function reads_once_admitted(who uuid, items jsonb) returns bigint
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  -- Once all of the change has begun, with a second factor, at one place or another.
  with moment as (
    select max(t.at) as at from (select statement_timestamp() as at
       union select (e.one ->> case e.one ->> 'do' when 'close' then 'valid_to' else 'valid_from' end)::timestamptz
               from jsonb_array_elements(items) e (one)) t
  ), place as (
    select '' as stands
     union select e.one ->> 'place' from jsonb_array_elements(items) e (one) where e.one ? 'place'
     union select x.place from public.access_exportlicence x
  ), read as (
    select distinct r.label from moment m, place p,
           lateral unnest(public.readable_labels(who, null, 2, p.stands, m.at, array['active', 'acknowledged', 'trained'])) r (label)
  )
  select count(*) from public.portfolios_document d join read r on r.label = d.label_id where d.withdrawn_at is null;
$$;
comment on function reads_once_admitted is 'How many documents somebody would read once active, acknowledged and trained. Internal.';

create function reads_and_administers(who uuid, items jsonb) returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  -- Now, whenever a part of the change begins or ends, and whenever something this person holds does.
  select coalesce(bool_or(public.role_permits(who, 'document:read', t.at) and public.role_permits(who, 'access:manage', t.at)), false)
    from (select statement_timestamp() as at
           union select (e.one ->> b.bound)::timestamptz
                   from jsonb_array_elements(items) e (one), (values ('valid_from'), ('valid_to')) b (bound)
           union select public.bounds_of(who)) t
   where t.at >= statement_timestamp();
$$;
comment on function reads_and_administers is 'Whether roles of one person would read documents and administer access at once, standing aside. Internal.';

drop function preview_change(jsonb);
create function preview_change(items jsonb)
returns table (person uuid, username text, display_name text, gained bigint, lost bigint, lacking text,
               once_admitted bigint, administers boolean, refusal text)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  me uuid := public.identified_person();
  named uuid[]; watched uuid[]; others uuid[]; earlier jsonb; later jsonb; licensed jsonb; licensed_later jsonb; mine jsonb; lacks jsonb; awaits jsonb; both_ways uuid[];
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
    awaits := (select jsonb_object_agg(l.one, public.reads_once_admitted(l.one::uuid, items))
                 from jsonb_each_text(lacks) l (one, lack) where l.lack in ('active', 'acknowledged', 'trained'));
    both_ways := array(select p.one from unnest(named) p (one) where public.reads_and_administers(p.one, items));
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
    select u.id, u.username::text, u.display_name::text, t.more, t.less, coalesce(lacks ->> u.id::text, ''),
           (awaits ->> u.id::text)::bigint, u.id = any (both_ways), t.barred
      from told t join public.access_user u on u.id = t.one
     where t.more > 0 or t.less > 0 or u.id = any (named) or t.barred <> ''
     order by u.username;
end $$;
comment on function preview_change is 'Makes a change, counts who reads more and who less, and undoes it: the same code as the real thing.';

revoke all on function reads_once_admitted(uuid, jsonb), reads_and_administers(uuid, jsonb), preview_change(jsonb) from public;
grant execute on function preview_change(jsonb) to kaas_app;
reset role;
set local row_security = off;
