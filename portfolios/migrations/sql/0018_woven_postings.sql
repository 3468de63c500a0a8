-- Frequent words as vectors. A row of postings that holds 16 passages or more of one span of 2,048 numbers holds them as a vector as well:
-- the points of a whole span are then added up by a few loops of the machine, where grouping takes .3 µs for each posting (ADR 0028).

create function woven(entries integer[]) returns sparsevec
language sql immutable strict parallel safe as $$
  select ('{' || string_agg((((e >> 10) & 2047) + 1) || ':' || (e & 1023), ',') || '}/2048')::public.sparsevec from unnest(entries) e;
$$;
comment on function woven is 'Entries of one span as a vector: place in the span -> impact.';

alter table index_posting no force row level security;
create table index_posting_before as select * from index_posting;
truncate index_posting;
alter table index_posting add column impacts sparsevec generated always as (
  case when cardinality(entries) >= 16 and entries[1] >> 21 = entries[cardinality(entries)] >> 21 then public.woven(entries) end) stored;
alter table index_posting alter impacts set storage main;
comment on column index_posting.impacts is 'The same entries, where they are many and of one span.';
with spans as materialized (
  select p.lexeme_id, p.label_id, p.block, array_agg(e order by e) as entries
    from index_posting_before p, unnest(p.entries) e where not p.fresh group by p.lexeme_id, p.label_id, p.block, e >> 21
)
insert into index_posting (lexeme_id, label_id, block, fresh, entries)
  select * from (
    select p.lexeme_id, p.label_id, p.block, true, p.entries from index_posting_before p where p.fresh
     union all
    select s.lexeme_id, s.label_id, s.block, false, s.entries from spans s where cardinality(s.entries) >= 16
     union all
    select w.lexeme_id, w.label_id, w.block, false, w.entries[at:at + 1799]
      from (select s.lexeme_id, s.label_id, s.block, array_agg(e order by e) as entries
              from spans s, unnest(s.entries) e where cardinality(s.entries) < 16 group by 1, 2, 3) w,
           generate_series(1, cardinality(w.entries), 1800) at) n
   order by 1, 2, 3, 5;
drop table index_posting_before;
alter table index_posting force row level security;

create or replace function merge_postings(waiting bigint, most integer) returns integer
language plpgsql set search_path = pg_catalog, public, pg_temp set jit = off set enable_seqscan = off set enable_hashjoin = off
  set enable_mergejoin = off as $$
declare
  full_row constant integer := 1800;  -- entries: about a page
  often constant integer := 16;  -- entries of one span that are a row of their own
  label integer := (select w.label_id from public.index_withdrawn w order by w.label_id limit 1);
  gone bigint[];
  words integer[];
  joined integer;
begin
  if label is null then
    label := (select p.label_id from public.index_posting p where p.fresh group by p.label_id having count(*) >= waiting
               order by p.label_id limit 1);
  end if;
  if label is null then
    return 0;
  end if;
  perform from public.index_statistic s where s.label_id = label for update;
  gone := array(select w.number from public.index_withdrawn w where w.label_id = label order by w.number limit greatest(most / 50, 1));
  if gone <> '{}' then
    words := array(select distinct l from public.index_withdrawn w, unnest(w.lexemes) l where w.number = any (gone));
    with taken as (
      delete from public.index_posting p
       where p.lexeme_id = any (words) and p.label_id = label
         and exists (select from unnest(gone) g where g >> 20 = p.block
                        and g & 1048575 between p.entries[1] >> 10 and p.entries[cardinality(p.entries)] >> 10)
      returning p.lexeme_id, p.block, p.fresh, p.entries
    ), kept as (
      select t.lexeme_id, t.block, t.fresh, array(
               select e.entry from unnest(t.entries) with ordinality e (entry, place)
                where (t.block::bigint << 20 | (e.entry >> 10)) <> all (gone) order by e.place) as entries
        from taken t
    ), written as (
      insert into public.index_posting (lexeme_id, label_id, block, fresh, entries)
        select k.lexeme_id, label, k.block, k.fresh, k.entries from kept k where k.entries <> '{}' order by k.lexeme_id, k.block
    )
    select count(*) into joined from taken;
    delete from public.index_withdrawn w where w.number = any (gone);
    return greatest(joined, 1);
  end if;
  words := array(select distinct f.lexeme_id from (
    select p.lexeme_id from public.index_posting p where p.label_id = label and p.fresh order by p.lexeme_id limit most) f);
  -- Rows that are full stay as they are, and spans to which nothing is added.
  with added as materialized (
    select distinct p.lexeme_id, p.block, e >> 21 as span from public.index_posting p, unnest(p.entries) e
     where p.lexeme_id = any (words) and p.label_id = label and p.fresh
  ), taken as (
    delete from public.index_posting p
     where p.lexeme_id = any (words) and p.label_id = label
       and (p.fresh or case when p.impacts is null then cardinality(p.entries) < full_row / 2
                       else (p.lexeme_id, p.block, p.entries[1] >> 21) in (select a.lexeme_id, a.block, a.span from added a) end)
    returning p.lexeme_id, p.block, p.entries
  ), spans as materialized (
    select t.lexeme_id, t.block, array_agg(e.entry order by e.entry) as entries
      from taken t, unnest(t.entries) e (entry) group by t.lexeme_id, t.block, e.entry >> 21
  ), seldom as (
    select s.lexeme_id, s.block, array_agg(e.entry order by e.entry) as entries
      from spans s, unnest(s.entries) e (entry) where cardinality(s.entries) < often group by s.lexeme_id, s.block
  ), written as (
    insert into public.index_posting (lexeme_id, label_id, block, fresh, entries)
      select r.lexeme_id, label, r.block, false, r.entries
        from (select s.lexeme_id, s.block, s.entries from spans s where cardinality(s.entries) >= often
               union all
              select s.lexeme_id, s.block, s.entries[at:at + full_row - 1]
                from seldom s, generate_series(1, cardinality(s.entries), full_row) at) r
       order by r.lexeme_id, r.block, r.entries[1]
  )
  select count(*) into joined from taken;
  return greatest(joined, 1);
end $$;

revoke all on function woven(integer[]) from public;
grant execute on function woven(integer[]) to kaas_worker;

set local row_security = on;
set local role kaas_gate;

create function score_spans(
  labels integer[], lists integer[], factors integer[], bound bigint, within uuid, among uuid[], most integer)
returns table (passage_id uuid, score bigint)
language plpgsql stable set search_path = pg_catalog, public, pg_temp set jit = off set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  upper sparsevec; lower sparsevec;  -- see score_passages
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
              select s.number >> 11, ('{' || string_agg(((s.number & 2047) + 1) || ':' || s.points, ',') || '}/2048')::public.sparsevec::public.vector
                from (select e.block::bigint << 20 | (e.entry >> 10) as number, sum((e.entry & 1023) * e.factor) as points
                        from (select r.block, u.factor, unnest(r.entries) as entry
                                from unnest(lists, factors) as u (list, factor)
                                cross join lateral (select i.block, i.entries from public.index_posting i
                                                     where i.lexeme_id = u.list and i.label_id = any (labels) and i.impacts is null offset 0) r) e
                       group by e.block::bigint << 20 | (e.entry >> 10)) s
               group by s.number >> 11) p
       group by p.span
    ), bisected (low, high, reached, step) as (
      -- A floor that as many reach as are wanted, and not many more.
      select 0::double precision, bound::double precision, null::bigint, 0
       union all
      select case when c.reached >= wanted then b.middle else b.low end, case when c.reached >= wanted then b.high else b.middle end,
             case when c.reached >= wanted then c.reached else b.reached end, b.step + 1
        from (select o.*, (o.low + o.high) / 2 as middle from bisected o where o.step < 16 and coalesce(o.reached, 2147483647) > 2 * wanted + 30) b
        cross join lateral (select sum(bit_count(public.binary_quantize(s.points operator(public.-) f.floor)))::bigint as reached
                              from (select array_fill(b.middle::real, array[2048])::public.vector as floor offset 0) f, summed s) c
    ), base as materialized (
      select b.low, array_fill((b.low * 0.9999)::real, array[2048])::public.vector as floor from bisected b order by b.step desc limit 1
    ), above as materialized (
      select s.span, s.bits from (
        select s.span, public.binary_quantize(s.points operator(public.-) f.floor) as bits from base f, summed s offset 0) s
       where bit_count(s.bits) > 0
    ), numbers as materialized (
      -- Where the ones stand.
      select (a.span << 11) + sum(length(g.gap) + 1) over (partition by a.span order by g.nth) - 1 as number, g.nth <= bit_count(a.bits) as one
        from above a, string_to_table(a.bits::text, '1') with ordinality as g (gap, nth)
    ), scored as (
      select f.passage_id, f.tie, -256 * (f.impacts operator(public.<#>) upper)::bigint - (f.impacts operator(public.<#>) lower)::bigint as score
        from public.index_forward f where f.number = any (array(select n.number from numbers n where n.one)) and f.label_id = any (labels)
         and (within is null or f.portfolio_id = within) and (among is null or f.document_id = any (among))
       order by 3 desc, 2, 1 limit most
    )
    select array_agg(s.passage_id order by s.score desc, s.tie, s.passage_id), array_agg(s.score order by s.score desc, s.tie, s.passage_id), (select b.low from base b)
      into found_ids, found_scores, low from scored s;
    exit when low = 0 or found_scores[most] >= low * 0.99995;
    -- Some have left, or are not among those asked for.
    wanted := wanted * 8;
  end loop;
  return query select * from unnest(found_ids, found_scores);
end $$;

create or replace function search_passages(
  terms text[], weights integer[], within uuid, most integer, concepts integer[] default null, choices integer[] default null,
  among uuid[] default null)
returns table (passage_id uuid, score bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  labels int[] := public.permitted_labels();
  few constant integer := 12000;  -- postings that are all read
  woven constant integer := 4000;  -- of a greater number, those from which on vectors are added up
  enough constant integer := 3000;  -- of more, those read before it is known what a passage must reach
  widest constant integer := 80;  -- lists; of more, those that weigh most. In 80 a sparsevec's sums stay exact integers
  narrowed boolean := within is not null or among is not null;
  lists int[]; factors int[]; sizes bigint[]; bounds bigint[];
  total double precision;
  taken integer := 0;
  size bigint := 0;
  rest bigint;  -- what the lists that were not taken can add to a passage
  certain bigint;  -- what `most` passages reach
  whole boolean;  -- read everything
begin
  select coalesce(sum(s.passages), 0) into total from public.index_statistic s where s.label_id = any (labels);
  -- MaxScore (Turtle and Flood 1995): first the lists that promise most for each of their postings.
  with given as (
    -- A term that no concept was named for is one of its own.
    select t.lexeme, max(t.weight) as weight, coalesce(t.concept, -min(t.place)) as concept, coalesce(t.choice, 0) as choice
      from unnest(terms, weights, concepts, choices) with ordinality as t (lexeme, weight, concept, choice, place)
     group by t.lexeme, t.concept, t.choice
  ), known as (
    -- Of a choice of several words all must be known. It is as frequent as its rarest word.
    select g.*, d.id, d.df, d.highest, min(coalesce(d.df, 0)) over (partition by g.concept, g.choice) as rarest,
           row_number() over (partition by g.concept, g.choice order by g.lexeme collate "C") = 1 as leads
      from given g left join lateral (
        select min(i.lexeme_id) as id, sum(i.df) as df, max(i.highest) as highest
          from public.index_list i where i.lexeme = g.lexeme and i.label_id = any (labels) and i.df > 0) d on true
  ), conceived as (
    -- Passages with any of a concept's choices, as if these were strewn without regard to each other.
    select k.*, case when count(*) filter (where k.leads) over every = 1 then max(k.rarest) over every
                else total * (1 - exp(sum(ln(greatest(1 - k.rarest / total, 1e-9))) filter (where k.leads) over every)) end as frequency
      from known k where k.rarest > 0
    window every as (partition by k.concept order by k.choice rows between unbounded preceding and unbounded following)
  ), weighed as (
    select c.lexeme, c.id, c.df, c.highest, least(32767, sum(
             c.weight * round(64 * ln(1 + (greatest(total - c.frequency, 0) + 0.5) / (c.frequency + 0.5)))::int))::int as factor
      from conceived c group by c.lexeme, c.id, c.df, c.highest
  ), heavy as (
    select w.* from weighed w
     order by w.factor * case when w.lexeme like 'b:%' then 3 else 10 end desc, w.lexeme collate "C" limit widest
  ), ranked as (
    select w.*, row_number() over (order by w.factor::bigint * w.highest / w.df desc, w.id) as place from heavy w
  )
  select array_agg(r.id order by r.place), array_agg(r.factor order by r.place), array_agg(r.df order by r.place),
         array_agg(r.factor::bigint * r.highest order by r.place), sum(r.factor::bigint * r.highest)
    into lists, factors, sizes, bounds, rest from ranked r;
  if lists is null then
    return;
  end if;
  select sum(s) into size from unnest(sizes) s;
  -- Many postings, most of them held as vectors.
  if size >= woven and 2 * (
      select coalesce(sum(cardinality(p.entries)), 0) from unnest(lists) l (list)
       cross join lateral (select i.entries from public.index_posting i
                            where i.lexeme_id = l.list and i.label_id = any (labels) and i.impacts is not null offset 0) p) >= size then
    return query select b.passage_id, b.score from public.score_spans(labels, lists, factors, rest, within, among, most) b;
    return;
  end if;
  whole := size <= few;
  size := 0;
  while taken < cardinality(lists) and (whole or size < enough) loop
    taken := taken + 1;
    size := size + sizes[taken];
    rest := rest - bounds[taken];
  end loop;
  if taken < cardinality(lists) then
    select min(b.score) into certain from public.score_passages(
        labels, lists, factors, taken, 0, 0, case when narrowed then 2147483647 else 2 * most end, within, among, most) b
     having count(*) = most;
    -- Below `certain` the rest finds nothing new. Well below it, few passages are left to be scored.
    while taken < cardinality(lists) and (certain is null or rest >= 0.7 * certain) loop
      taken := taken + 1;
      rest := rest - bounds[taken];
    end loop;
  end if;
  -- Where every list was taken, points are scores.
  return query
    select b.passage_id, b.score
      from public.score_passages(
        labels, lists, factors, taken, coalesce(certain, 0), rest,
        case when narrowed then 2147483647 when rest = 0 then most else 3 * most end, within, among, most) b;
end $$;
revoke all on function score_spans(integer[], integer[], integer[], bigint, uuid, uuid[], integer) from public;
reset role;
set local row_security = off;
