-- Whoever searches everywhere is not asked for portfolios: with a thousand of them each cell was looked into a thousand times.
set local role kaas_gate;

create or replace function probe_vectors(
  query halfvec, searched smallint, labels integer[], portfolios uuid[],
  looked integer, likely integer, kept integer, most integer)
returns table (passage_id uuid, similarity real)
language plpgsql stable set search_path = pg_catalog, public, pg_temp set jit = off set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off
  set enable_material = off set enable_memoize = off set max_parallel_workers_per_gather = 0 as $$
declare
  -- Of one portfolio or of any.
  lowest constant uuid := coalesce(portfolios[1], '00000000-0000-0000-0000-000000000000');
  highest constant uuid := coalesce(portfolios[1], 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  step constant public.halfvec := array_fill(0.6 / sqrt(vector_dims(query)), array[vector_dims(query)])::public.halfvec;
  -- Of the angle, for each bit that differs: directions at right angles differ in 0.432 of their bits. Within .016 of the cosine.
  turn constant double precision := pi() / 2 / (0.432 * 3 * vector_dims(query));
begin
  return query
    -- Whole cells, the nearest first, until `looked` permitted runs were seen: the fewer there are, the further it goes.
    with near as (
      select d.cell, d.away, sqrt(greatest(2 + 2 * d.away, 0)) as apart,
             binary_quantize(d.direction) || binary_quantize(d.direction - step) || binary_quantize(d.direction + step) as code
        from (select c.cell, c.away, l2_normalize(query - c.centre) as direction
                from (select e.cell, e.centre, e.centre <#> query as away from public.embedding_cell e
                       where e.space_id = searched order by away offset 0) c order by away offset 0) d order by away offset 0
    ), seen as (
      select r.id, r.tie, r.along - n.away + r.apart * n.apart * cos(turn * (r.code <~> n.code)) as estimate
        from near n cross join lateral (
          select i.id, i.tie, i.code, i.along, i.apart from public.index_vector_run i
           where i.space_id = searched and i.cell = n.cell and i.label_id = any (labels)
             and i.portfolio_id between lowest and highest) r
       order by n.away fetch first (looked) rows with ties
    ), estimated as materialized (
      select s.id from seen s order by s.estimate desc, s.tie limit likely
    ), best as materialized (
      select r.id from estimated e join public.index_vector_run r on r.id = e.id
       order by r.middle <#> query, r.tie limit kept
    ), nearest as materialized (
      -- With ties, so that the order in which passages came in decides nothing at the edge.
      select c.number, c.distance from (
        select v.number, v.vector <#> query as distance
          from best b join public.index_vector v on v.run = b.id and v.label_id = any (labels)
        union all
        select v.number, v.vector <#> query
          from public.index_vector v
         where v.loose = any (labels) and v.portfolio_id between lowest and highest and v.space_id = searched) c
       order by c.distance fetch first (most) rows with ties
    )
    select f.passage_id, (-n.distance)::real
      from nearest n join public.index_forward f on f.number = n.number
     order by n.distance, f.tie, f.passage_id
     limit most;
end $$;

create or replace function search_vectors(query halfvec, space text, within uuid, most integer)
returns table (passage_id uuid, similarity real)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off
  set plan_cache_mode = force_generic_plan as $$
declare
  few constant integer := 16000;  -- visible rows that are all compared
  stray constant integer := 2000;  -- loose rows that are compared beside the runs
  searched smallint := (select s.id from public.embedding_space s where s.name = space and s.is_searched);
  labels integer[]; portfolios uuid[];
  visible bigint; placed bigint; runs bigint;
  looked integer; likely integer; kept integer;
begin
  -- The plan follows what is counted of the permitted rows, and nothing else.
  select array_agg(distinct c.label_id), array_agg(distinct c.portfolio_id), sum(c.vectors), sum(c.placed), sum(c.runs)
    into labels, portfolios, visible, placed, runs
    from public.index_vector_count c
   where c.space_id = searched and c.label_id = any (public.permitted_labels()) and c.vectors > 0
     and (within is null or c.portfolio_id = within);
  if visible <= few or visible - placed > stray then
    return query select * from public.compare_vectors(query, searched, labels, portfolios, most);
  elsif visible > few then
    -- So many runs that some 2,000 to 4,000 vectors are compared; of vectors that are a run each, 300 to 600.
    kept := greatest(least(runs / 125, 4000 * runs / placed, 600), least(2000 * runs / placed, 300), 2 * most);
    looked := greatest(least(runs / 8, 5000), least(runs * 2 / 25, 40000), 1000, 4 * kept);
    likely := greatest(least(looked / 4, 1250), 2 * kept);
    -- Which portfolios matters only where one is asked for: to name every one costs a look for each, in each cell.
    return query select * from public.probe_vectors(
      query, searched, labels, case when within is not null then portfolios end, looked, likely, kept, most);
  end if;
end $$;

reset role;
