-- Many licences in one change are asked about at many moments and places: about the labels that bear their tags, and not about all.

set local row_security = on;
set local role kaas_gate;

create function labels_licensed(items jsonb) returns integer[]
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select array(
    select l.id from public.access_label l
     where l.export_tags && array(
       select (e.one ->> 'target')::uuid from jsonb_array_elements(items) e (one) where e.one ->> 'kind' = 'licence'
        union all
       select x.tag_id from jsonb_array_elements(items) e (one) join public.access_exportlicence x on x.id = (e.one ->> 'target')::uuid
        where e.one ->> 'kind' = 'licence'));
$$;
comment on function labels_licensed is 'The labels that bear an export tag whose licences a change opens or ends. Internal.';

create or replace function reach_of(who uuid[], items jsonb, closely boolean) returns jsonb
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  -- With a second factor; now and whenever something of the change begins or ends; at every place a licence names, ended ones too,
  -- so that before and after are asked the same. What is read at one moment or place hides nothing at another: each has its own key.
  -- Where there are licences alone, no label moves but those that bear their tags.
  -- Closely: also whenever something else these people hold begins or ends, or any licence does, since it may meet the change then.
  with place as (
    select '' as stands
     union select e.one ->> 'place' from jsonb_array_elements(items) e (one) where e.one ? 'place'
     union select x.place from public.access_exportlicence x
  ), moment as (
    select p.one as person, t.at
      from unnest(who) p (one),
           lateral (select statement_timestamp() as at
                     union select (e.one ->> b.bound)::timestamptz
                             from jsonb_array_elements(items) e (one), (values ('valid_from'), ('valid_to')) b (bound)
                     union select unnest(array[x.valid_from, x.valid_to]) from public.access_exportlicence x where closely
                     union select public.bounds_of(p.one) where closely) t
     where t.at >= statement_timestamp()
  ), label as (
    select case when not exists (select from jsonb_array_elements(items) e (one) where e.one ->> 'kind' is distinct from 'licence')
                then public.labels_licensed(items) end as ids
  )
  select coalesce(jsonb_object_agg(m.person || '/' || m.at || '/' || s.stands,
                                   to_jsonb(public.readable_among(m.person, null, 2, s.stands, m.at, '{}', (select l.ids from label l)))), '{}')
    from moment m, place s;
$$;

revoke all on function labels_licensed(jsonb) from public;
reset role;
set local row_security = off;
