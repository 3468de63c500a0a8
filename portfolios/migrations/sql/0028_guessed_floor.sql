-- Where frequent words are added up as vectors, a floor is guessed from some spans before all are held against it, and further halving
-- looks only at those that reach it: halving over all took as long as adding up. The sums, of eight kilobytes each, are hashed, not sorted.

set local row_security = on;
set local role kaas_gate;

create or replace function score_spans(
  labels integer[], lists integer[], factors integer[], bound bigint, within uuid, among uuid[], most integer)
returns table (passage_id uuid, score bigint)
language plpgsql stable set search_path = pg_catalog, public, pg_temp set jit = off set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off
  set enable_sort = off set work_mem = '64MB' as $$
declare
  upper sparsevec; lower sparsevec;  -- see score_passages
  part constant integer := 40;  -- spans from which a floor is guessed
  wanted bigint := least(most::bigint * case when within is null and among is null then 1 else 8 end, 1000000000);
  low double precision;
  found_ids uuid[]; found_scores bigint[];
begin
  select ('{' || string_agg(t.list || ':' || (t.factor >> 8), ',') || '}/1000000000')::public.sparsevec,
         ('{' || string_agg(t.list || ':' || (t.factor & 255), ',') || '}/1000000000')::public.sparsevec
    into upper, lower from unnest(lists, factors) as t (list, factor);
  loop
    with recursive summed as materialized (
      -- In floats: points are right to a hundred-thousandth.
      select p.span, sum(p.points) as points
        from (select i.span, i.impacts::public.vector operator(public.*) t.times as points
                from (select u.list, array_fill(u.factor::real, array[2048])::public.vector as times
                        from unnest(lists, factors) as u (list, factor) offset 0) t
                cross join lateral (select i.block::bigint << 9 | (i.entries[1] >> 21) as span, i.impacts from public.index_posting i
                                     where i.lexeme_id = t.list and i.label_id = any (labels) and i.impacts is not null offset 0) i
               union all
              select s.number >> 11,
                     ('{' || string_agg(((s.number & 2047) + 1) || ':' || s.points, ',') || '}/2048')::public.sparsevec::public.vector
                from (select e.block::bigint << 20 | (e.entry >> 10) as number, sum((e.entry & 1023) * e.factor) as points
                        from (select r.block, u.factor, unnest(r.entries) as entry
                                from unnest(lists, factors) as u (list, factor)
                                cross join lateral (select i.block, i.entries from public.index_posting i
                                                     where i.lexeme_id = u.list and i.label_id = any (labels) and i.impacts is null
                                                    offset 0) r) e
                       group by e.block::bigint << 20 | (e.entry >> 10)) s
               group by s.number >> 11) p
       group by p.span
    ), sampled as materialized (
      select s.points, e.every from (select count(*) / part + 1 as every from summed) e join summed s on s.span % e.every = 0
    ), guessed (low, high, step) as (
      -- What twice as many of the sample reach as of all are wanted.
      select 0::double precision, bound::double precision, 0
       union all
      select case when c.enough then g.middle else g.low end, case when c.enough then g.high else g.middle end, g.step + 1
        from (select o.*, (o.low + o.high) / 2 as middle from guessed o where o.step < 10) g
        cross join lateral (
          select sum(bit_count(public.binary_quantize(s.points operator(public.-) f.floor))) >= 2 + 2 * wanted / max(s.every) as enough
            from (select array_fill(g.middle::real, array[2048])::public.vector as floor offset 0) f, sampled s) c
    ), guess as materialized (
      select coalesce(nullif(g.low, 0), bound / 3.0) as floor from guessed g order by g.step desc limit 1
    ), bisected (low, high, reached, spans, step) as (
      -- A floor that as many reach as are wanted, and not many more, and the spans in which these stand. It is searched upwards and
      -- downwards until it lies between two, and held against the sums a ten-thousandth lower, as they are not exact.
      select 0::double precision, null::double precision, null::bigint, null::bigint[], 0
       union all
      select case when c.reached >= wanted then b.middle else b.low end, case when c.reached >= wanted then b.high else b.middle end,
             case when c.reached >= wanted then c.reached else b.reached end,
             case when c.reached >= wanted then c.spans else b.spans end, b.step + 1
        from (select o.*, case when o.step = 0 then (select g.floor from guess g)
                               when o.high is null then o.low * 1.15
                               when o.low = 0 then o.high * case when o.step < 4 then 0.85 else 0.4 end
                               else (o.low + o.high) / 2 end as middle
                from bisected o where o.step < 40 and coalesce(o.reached, 2147483647) > 2 * wanted + 300) b
        cross join lateral (
          select coalesce(sum(n.reached), 0)::bigint as reached, array_agg(n.span) as spans
            from (select s.span, bit_count(public.binary_quantize(s.points operator(public.-) f.floor)) as reached
                    from (select array_fill((b.middle * 0.9999)::real, array[2048])::public.vector as floor offset 0) f, summed s
                   where b.spans is null or s.span = any (b.spans) offset 0) n
           where n.reached > 0) c
    ), base as materialized (
      select b.low, b.spans, array_fill((b.low * 0.9999)::real, array[2048])::public.vector as floor
        from bisected b order by b.step desc limit 1
    ), above as materialized (
      select s.span, s.bits from (
        select s.span, public.binary_quantize(s.points operator(public.-) f.floor) as bits
          from base f, summed s where f.spans is null or s.span = any (f.spans) offset 0) s
       where bit_count(s.bits) > 0
    ), numbers as materialized (
      -- Where the ones stand.
      select (a.span << 11) + sum(length(g.gap) + 1) over (partition by a.span order by g.nth) - 1 as number, g.nth <= bit_count(a.bits) as one
        from above a, string_to_table(a.bits::text, '1') with ordinality as g (gap, nth)
    ), scored as (
      select f.passage_id, f.tie,
             -256 * (f.impacts operator(public.<#>) upper)::bigint - (f.impacts operator(public.<#>) lower)::bigint as score
        from public.index_forward f where f.number = any (array(select n.number from numbers n where n.one)) and f.label_id = any (labels)
         and (within is null or f.portfolio_id = within) and (among is null or f.document_id = any (among))
       order by 3 desc, 2, 1 limit most
    )
    select array_agg(s.passage_id order by s.score desc, s.tie, s.passage_id),
           array_agg(s.score order by s.score desc, s.tie, s.passage_id), (select b.low from base b)
      into found_ids, found_scores, low from scored s;
    exit when low = 0 or found_scores[most] >= low * 0.99995;
    -- Some have left, or are not among those asked for.
    wanted := wanted * 8;
  end loop;
  return query select * from unnest(found_ids, found_scores);
end $$;

reset role;
set local row_security = off;
