-- Who may read some thousands of vectors had every one of them compared, 0.7 µs each; a faiss index in memory takes a quarter of that.
-- Their runs are found by label, all middles compared, and the vectors of the best (ADR 0035).

-- Of an expression, so that no search from cell to cell is ever planned with it: that would read every permitted run for each cell.
-- And compare_runs asks for the space in a way that the index by cell cannot serve.
create index index_vector_run_label on index_vector_run ((label_id::bigint), portfolio_id);

set local row_security = on;
set local role kaas_gate;

create function compare_runs(query halfvec, searched smallint, labels integer[], portfolios uuid[], kept integer, most integer)
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
      select r.id from public.index_vector_run r
       where r.label_id::bigint = any (labels::bigint[]) and r.portfolio_id between lowest and highest
         and r.space_id + 0 = searched
       order by r.middle <#> query, r.tie limit kept
    ), nearest as materialized (
      -- With ties, as in probe_vectors.
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
comment on function compare_runs is
  'The nearest of these, as far as their runs tell: every middle is compared, and the vectors of the best with every loose one. Internal.';
revoke all on function compare_runs(halfvec, smallint, integer[], uuid[], integer, integer) from public;

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
    -- So many runs that some 2,000 to 4,000 vectors are compared; of vectors that are a run each, 300 to 600.
    kept := greatest(least(runs / 125, 4000 * runs / placed, 600), least(2000 * runs / placed, 300), 2 * most);
    looked := greatest(least(runs / 8, 5000), least(runs * 2 / 25, 40000), 600, 4 * kept);
    likely := greatest(least(looked / 4, 1250), 2 * kept);
    return query select * from public.probe_vectors(query, searched, labels, portfolios, looked, likely, kept, most);
  end if;
end $$;

reset role;
set local row_security = off;
