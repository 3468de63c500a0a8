-- Adding up as vectors begins to pay at some 16,000 postings and not at 4,000: it takes 4.5 ms before the first of them is added, grouping
-- .35 µs for each. Up to there all of them are read (ADR 0035).

set local row_security = on;
set local role kaas_gate;

create or replace function search_passages(
  terms text[], weights integer[], within uuid, most integer, concepts integer[] default null, choices integer[] default null,
  among uuid[] default null)
returns table (passage_id uuid, score bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  labels int[] := public.permitted_labels();
  few constant integer := 16000;  -- postings that are all read
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
  slack constant integer := 32;  -- passages that may have left, or score what the last one does
  found_ids uuid[]; found_points bigint[];
  reached bigint; lowest bigint;
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
  whole := size <= few;
  -- Many postings, most of them held as vectors.
  if not whole and 2 * (
      select coalesce(sum(cardinality(p.entries)), 0) from unnest(lists) l (list)
       cross join lateral (select i.entries from public.index_posting i
                            where i.lexeme_id = l.list and i.label_id = any (labels) and i.impacts is not null offset 0) p) >= size then
    return query select b.passage_id, b.score from public.score_spans(labels, lists, factors, rest, within, among, most) b;
    return;
  end if;
  if whole and not narrowed then
    with best as materialized (
      select s.number, s.points
        from (select p.block::bigint << 20 | (p.entry >> 10) as number, sum((p.entry & 1023) * p.factor) as points
                from (select r.block, t.factor, unnest(r.entries) as entry
                        from unnest(lists, factors) as t (list, factor)
                        cross join lateral (select i.block, i.entries from public.index_posting i
                                             where i.lexeme_id = t.list and i.label_id = any (labels) offset 0) r) p
               group by p.block::bigint << 20 | (p.entry >> 10)) s
       order by s.points desc limit most + slack
    ), told as (
      select f.passage_id, f.tie, b.points from best b join public.index_forward f on f.number = b.number and f.label_id = any (labels)
       order by b.points desc, f.tie, f.passage_id limit most
    )
    select array_agg(t.passage_id order by t.points desc, t.tie, t.passage_id), array_agg(t.points order by t.points desc, t.tie, t.passage_id),
           (select count(*) from best b), (select min(b.points) from best b)
      into found_ids, found_points, reached, lowest from told t;
    -- Nobody behind the last of them scores what the last one told does.
    if reached < most + slack or found_points[most] > lowest then
      return query select * from unnest(found_ids, found_points);
      return;
    end if;
  end if;
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

reset role;
set local row_security = off;
