-- What the operator may look at before doing something: why somebody reads a document, and who would read it under another marking.

set local row_security = on;
set local role kaas_gate;

do $$
declare
  told text := pg_get_functiondef('explain_access(uuid, uuid, timestamptz)'::regprocedure);
begin
  -- The same words under another name, and without asking who asks: that is asked by the one, and granted to the owner for the other.
  told := replace(told, 'FUNCTION public.explain_access(', 'FUNCTION public.explain_reading(');
  told := replace(told, 'perform public.require_permission(''access:explain'');', '');
  execute told;
end $$;
comment on function explain_reading is 'Each condition with its verdict, for the operator, who holds the owner''s login.';

create or replace function explain_access(person uuid, resource uuid, at timestamptz)
returns table (conjunct text, holds boolean, detail text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform public.require_permission('access:explain');
  return query select r.conjunct, r.holds, r.detail from public.explain_reading(person, resource, at) r;
end $$;

create function readers_under(resource uuid, marking text, out gain bigint, out lose bigint, out keep bigint)
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
           lateral (select public.readable_labels(a.one, null, 2, p.stands, moment, '{}') as labels) r
     group by a.profile, a.statuses, a.people
  )
  select coalesce(sum(d.people) filter (where d.after and not d.before), 0), coalesce(sum(d.people) filter (where d.before and not d.after), 0),
         coalesce(sum(d.people) filter (where d.before and d.after), 0)
    into gain, lose, keep from decided d;
end $$;
comment on function readers_under is 'How many people would begin, cease, and go on reading a document under another marking. Counts, for the worker, who relabels.';

revoke all on function explain_reading(uuid, uuid, timestamptz), readers_under(uuid, text) from public;
grant execute on function explain_reading(uuid, uuid, timestamptz) to kaas_owner;
grant execute on function readers_under(uuid, text) to kaas_worker;
reset role;
set local row_security = off;
