-- Half of the time of a broad reader's search went into comparing every vector of 200 runs, and into sorting them all. Now the best 60
-- runs are opened, and of the others those that can hold something nearer than the last of what was found (ADR 0038).

set local row_security = on;
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
  exactly constant public.vector := query::public.vector;  -- quicker to subtract from than halves
  step constant public.vector := array_fill(0.6 / sqrt(vector_dims(query)), array[vector_dims(query)])::public.vector;
  -- Of the angle, for each bit that differs: directions at right angles differ in 0.432 of their bits. Within .016 of the cosine.
  turn constant double precision := pi() / 2 / (0.432 * 3 * vector_dims(query));
  opened constant integer := greatest(60, 2 * most);  -- runs that are compared in any case
  beyond constant double precision := 1.3;  -- how much farther than any of theirs a vector may lie from its middle
begin
  return query
    -- Whole cells, the nearest first, until `looked` permitted runs were seen: the fewer there are, the further it goes.
    with near as (
      select d.cell, d.away, sqrt(greatest(2 + 2 * d.away, 0)) as apart,
             binary_quantize(d.direction) || binary_quantize(d.direction - step) || binary_quantize(d.direction + step) as code
        from (select c.cell, c.away, l2_normalize(exactly - c.centre::public.vector) as direction
                from (select e.cell, e.centre, e.centre <#> query as away from public.embedding_cell e
                       where e.space_id = searched order by away offset 0) c order by away offset 0) d order by away offset 0
    ), seen as (
      select r.id, r.tie, r.along - n.away + r.apart * n.apart * cos(turn * (r.code <~> n.code)) as estimate
        from near n cross join lateral (
          select i.id, i.tie, i.code, i.along, i.apart from public.index_vector_run i
           where i.space_id = searched and i.cell = n.cell and i.label_id = any (labels)
             and i.portfolio_id between lowest and highest) r
       order by n.away fetch first (looked) rows with ties
    ), best as materialized (
      -- One walk along the index for all of them.
      select r.id, r.label_id, r.tie, r.middle <#> query as away from public.index_vector_run r
       where r.id = any (array(select s.id from seen s order by s.estimate desc, s.tie limit likely))
       order by away, r.tie limit kept
    ), first as materialized (
      -- By the label of the run, one comparison a row: among hundreds of labels it took longer to find the label than the distance.
      select v.number, b.away, v.vector <#> query as distance
        from (select * from best order by away, tie limit opened) b
        join public.index_vector v on v.run = b.id and v.label_id = b.label_id
    ), edge as materialized (
      -- What is farther than this is not among the nearest; and how much nearer than its middle a vector was at most.
      select case when count(*) < most then 'infinity' else max(n.distance) end as distance,
             (select max(f.away - f.distance) from first f) as nearer
        from (select f.distance from first f order by f.distance limit most) n
    ), nearest as materialized (
      -- With ties, so that the order in which passages came in decides nothing at the edge.
      select c.number, c.distance from (
        select f.number, f.distance from first f where f.distance <= (select e.distance from edge e)
        union all
        select v.number, v.vector <#> query
          from (select o.id, o.label_id
                  from edge e cross join (select * from best order by away, tie offset opened) o
                 where o.away <= e.distance + beyond * e.nearer) b
          join public.index_vector v on v.run = b.id and v.label_id = b.label_id
           and v.vector <#> query <= (select e.distance from edge e)
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
comment on function probe_vectors is
  'The nearest of these, as far as the cells nearest to the query tell: runs are estimated from their codes, then compared by their middles, and the vectors of the best with them every loose one; of the rest of `kept`, those that can hold something nearer. Internal.';

create or replace function compare_runs(query halfvec, searched smallint, labels integer[], portfolios uuid[], kept integer, most integer)
returns table (passage_id uuid, similarity real)
language plpgsql stable set search_path = pg_catalog, public, pg_temp set jit = off set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off
  set enable_material = off set enable_memoize = off set max_parallel_workers_per_gather = 0 as $$
declare
  -- Of one portfolio or of any.
  lowest constant uuid := coalesce(portfolios[1], '00000000-0000-0000-0000-000000000000');
  highest constant uuid := coalesce(portfolios[1], 'ffffffff-ffff-ffff-ffff-ffffffffffff');
begin
  return query
    with best as materialized (
      select r.id, r.label_id from public.index_vector_run r
       where r.label_id::bigint = any (labels::bigint[]) and r.portfolio_id between lowest and highest
         and r.space_id + 0 = searched
       order by r.middle <#> query, r.tie limit kept
    ), nearest as materialized (
      -- By the label of the run, and with ties, as in probe_vectors.
      select c.number, c.distance from (
        select v.number, v.vector <#> query as distance
          from best b join public.index_vector v on v.run = b.id and v.label_id + 0 = b.label_id
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
  few constant integer := 2000;  -- visible rows that are all compared
  stray constant integer := 2000;  -- loose rows that are compared beside the runs
  many constant integer := 4000;  -- visible runs of which every middle is compared
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
    -- Which portfolios matters only where one is asked for: to name every one costs a look for each, in each cell.
    portfolios := case when within is not null then portfolios end;
    if runs <= many then
      -- So many runs that some 1,200 vectors are compared, and no less than a thirtieth of them.
      kept := greatest(least(1200 * runs / placed, 300), runs / 30, 2 * most);
      return query select * from public.compare_runs(query, searched, labels, portfolios, kept, most);
      return;
    end if;
    -- So many runs that at most some 2,000 to 5,000 vectors are compared; of vectors that are a run each, 300 to 600.
    kept := greatest(least(runs / 80, 5000 * runs / placed, 600), least(2000 * runs / placed, 300), 2 * most);
    looked := greatest(least(runs / 7, 2500), least(runs * 2 / 25, 40000), 600, 4 * kept);
    likely := greatest(least(looked / 4, 450), 2 * kept);
    return query select * from public.probe_vectors(query, searched, labels, portfolios, looked, likely, kept, most);
  end if;
end $$;

reset role;
set local row_security = off;
