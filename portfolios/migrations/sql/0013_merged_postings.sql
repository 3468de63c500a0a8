-- Postings in few rows. A document writes rows of its own, small ones; merging joins them, a label and some words at a time, into rows
-- that hold up to 1,800 passages. A passage that leaves is counted out at once and found no more; its entries go when rows are merged.

alter table index_posting rename to index_posting_before;
alter index index_posting_lexeme rename to index_posting_before_lexeme;

create table index_posting (
  lexeme_id integer not null,
  label_id integer not null,
  block integer not null,
  fresh boolean not null default true,
  entries integer[] not null check (entries <> '{}')
) with (toast_tuple_target = 8160);
alter table index_posting alter entries set storage main;
comment on column index_posting.entries is
  'Rising. entry >> 10 is the number of a passage within the block of 2^20 numbers, entry & 1023 the impact in 256ths.';
comment on column index_posting.fresh is 'As it was written, not merged yet.';

create table index_withdrawn (
  number bigint primary key,
  label_id integer not null,
  lexemes integer[] not null
);
comment on table index_withdrawn is
  'Passages that left the index, or their label, while postings hold entries of them. A number is never used again.';

do $$
declare t text;
begin
  foreach t in array array['index_posting', 'index_withdrawn'] loop
    execute format('alter table %s enable row level security', t);
    execute format('grant select on %s to kaas_gate', t);
    execute format('create policy gate_reads on %s for select to kaas_gate using (true)', t);
    execute format('grant select, insert, update, delete on %s to kaas_worker', t);
    execute format('create policy worker on %s to kaas_worker using (true) with check (true)', t);
  end loop;
end $$;

-- What is held already is carried over as if it had just been merged.
alter table index_posting_before no force row level security;
insert into index_posting (lexeme_id, label_id, block, fresh, entries)
  select e.lexeme_id, e.label_id, e.block, false, array_agg(e.entry order by e.entry)
    from (select p.lexeme_id, p.label_id, (k >> 36)::integer as block, (((k >> 16) & 1048575) << 10 | (k & 1023))::integer as entry,
                 (row_number() over (partition by p.lexeme_id, p.label_id, k >> 36 order by k) - 1) / 1800 as part
            from index_posting_before p, unnest(p.entries) k) e
   group by e.lexeme_id, e.label_id, e.block, e.part
   order by e.lexeme_id, e.label_id, e.block, e.part;
drop table index_posting_before;
alter table index_posting force row level security;
alter table index_withdrawn force row level security;
create index index_posting_lexeme on index_posting (lexeme_id, label_id);
create index index_posting_fresh on index_posting (label_id, lexeme_id) where fresh;
create index index_withdrawn_label on index_withdrawn (label_id);

-- Everything of the words follows from the passages, in the transaction that changes these: their number, the lists, the postings.
drop trigger counted_in on index_forward;
drop trigger counted_out on index_forward;
drop trigger counted_over on index_forward;
drop function count_passages();
drop function count_postings();

create function lexemes_of(impacts sparsevec) returns table (lexeme_id integer, impact integer)
language sql immutable as $$
  select split_part(e, ':', 1)::integer, split_part(e, ':', 2)::integer
    from string_to_table(substr(split_part(impacts::text, '}', 1), 2), ',') e;
$$;
comment on function lexemes_of is 'What a sparsevec of the forward index holds, row by row.';

create function renumber_passage() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  new.number := nextval('public.index_forward_number_seq');
  return new;
end $$;
comment on function renumber_passage is
  'A passage that changes its label is another one to the index: entries of its former number are entries of nothing.';

-- Whoever holds a label's count is the only one to change the label's lists until the transaction ends, so that no two wait for each
-- other; those of several labels are taken in their order.
create function follow_passages() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    perform from public.index_statistic s where s.label_id in (select g.label_id from gone g union select c.label_id from come c)
      order by s.label_id for update;
  end if;
  if tg_op <> 'INSERT' then
    update public.index_statistic s set passages = s.passages - g.passages
      from (select label_id, count(*) as passages from gone group by label_id) g where s.label_id = g.label_id;
    insert into public.index_withdrawn (number, label_id, lexemes)
      select g.number, g.label_id, array(select w.lexeme_id from public.lexemes_of(g.impacts) w) from gone g;
    update public.index_list l set df = l.df - w.df
      from (select g.label_id, w.lexeme_id, count(*) as df from gone g, public.lexemes_of(g.impacts) w group by 1, 2) w
      join public.index_lexeme x on x.id = w.lexeme_id
     where l.lexeme = x.lexeme and l.label_id = w.label_id;
  end if;
  if tg_op <> 'DELETE' then
    insert into public.index_statistic as s (label_id, passages) select label_id, count(*) from come group by label_id
      on conflict (label_id) do update set passages = s.passages + excluded.passages;
    with words as materialized (
      select c.label_id, c.document_id, c.number, w.lexeme_id, w.impact from come c, public.lexemes_of(c.impacts) w
    ), posted as (
      insert into public.index_posting (lexeme_id, label_id, block, entries)
        select w.lexeme_id, w.label_id, (w.number >> 20)::integer,
               array_agg(((w.number & 1048575) << 10 | w.impact)::integer order by w.number)
          from words w group by w.lexeme_id, w.label_id, w.document_id, w.number >> 20
    )
    insert into public.index_list as l (lexeme, label_id, lexeme_id, df, highest)
      select x.lexeme, w.label_id, x.id, count(*), max(w.impact)
        from words w join public.index_lexeme x on x.id = w.lexeme_id group by x.id, w.label_id order by x.id
      on conflict (lexeme, label_id) do update
        set df = l.df + excluded.df, highest = greatest(l.highest, excluded.highest);
  end if;
  return null;
end $$;
create trigger renumbered before update on index_forward for each row execute function renumber_passage();
create trigger followed_in after insert on index_forward
  referencing new table as come for each statement execute function follow_passages();
create trigger followed_out after delete on index_forward
  referencing old table as gone for each statement execute function follow_passages();
create trigger followed_over after update on index_forward
  referencing old table as gone new table as come for each statement execute function follow_passages();

create function merge_postings(waiting bigint, most integer) returns integer
language plpgsql set search_path = pg_catalog, public, pg_temp set jit = off set enable_seqscan = off set enable_hashjoin = off
  set enable_mergejoin = off as $$
declare
  full_row constant integer := 1800;  -- entries: about a page
  label integer := (select w.label_id from public.index_withdrawn w order by w.label_id limit 1);
  gone bigint[] := '{}';
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
  else
    words := array(select distinct f.lexeme_id from (
      select p.lexeme_id from public.index_posting p where p.label_id = label and p.fresh order by p.lexeme_id limit most) f);
  end if;
  -- Rows that are full stay as they are, unless something of them left.
  with taken as (
    delete from public.index_posting p
     where p.lexeme_id = any (words) and p.label_id = label
       and case when gone = '{}' then p.fresh or cardinality(p.entries) < full_row / 2
           else exists (select from unnest(gone) g where g >> 20 = p.block
                           and g & 1048575 between p.entries[1] >> 10 and p.entries[cardinality(p.entries)] >> 10) end
    returning p.lexeme_id, p.block, p.fresh and gone <> '{}' as fresh, p.entries
  ), kept as (
    select t.lexeme_id, t.block, t.fresh, e.entry,
           (row_number() over (partition by t.lexeme_id, t.block, t.fresh order by e.entry) - 1) / full_row as part
      from taken t, unnest(t.entries) e (entry) where (t.block::bigint << 20 | (e.entry >> 10)) <> all (gone)
  ), written as (
    insert into public.index_posting (lexeme_id, label_id, block, fresh, entries)
      select k.lexeme_id, label, k.block, k.fresh, array_agg(k.entry order by k.entry)
        from kept k group by k.lexeme_id, k.block, k.fresh, k.part order by k.lexeme_id, k.block, k.part
  )
  select count(*) into joined from taken;
  delete from public.index_withdrawn w where w.number = any (gone);
  return greatest(joined, 1);
end $$;
comment on function merge_postings is
  'Join the rows of some words under one label, about `most` fresh ones, where a label has at least `waiting` of them, or drop the entries '
  'of what left. One batch, whole or not at all; the rows it took, 0 where nothing is left to do. For the worker.';
revoke all on function merge_postings(bigint, integer), lexemes_of(sparsevec), renumber_passage(), follow_passages() from public;
grant execute on function merge_postings(bigint, integer), lexemes_of(sparsevec) to kaas_worker;

set local row_security = on;
set local role kaas_gate;

drop function score_passages(integer[], integer[], integer[], integer, bigint, bigint, uuid, uuid[], integer);
create function score_passages(
  labels integer[], lists integer[], factors integer[], taken integer, certain bigint, rest bigint, widest bigint,
  within uuid, among uuid[], most integer)
returns table (passage_id uuid, score bigint)
language plpgsql stable set search_path = pg_catalog, public, pg_temp set jit = off set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  -- A sparsevec multiplies in floats, which hold integers up to 2^24. impact <= 768, factor < 2^15 and at most 80 lists: in two
  -- halves, each product and each sum is such an integer.
  upper sparsevec;
  lower sparsevec;
begin
  select ('{' || string_agg(t.list || ':' || (t.factor >> 8), ',') || '}/1000000000')::public.sparsevec,
         ('{' || string_agg(t.list || ':' || (t.factor & 255), ',') || '}/1000000000')::public.sparsevec
    into upper, lower from unnest(lists, factors) as t (list, factor);
  return query
    with scored as materialized (
      select s.number, s.points
        from (select p.block::bigint << 20 | (p.entry >> 10) as number, sum((p.entry & 1023) * p.factor) as points
                from (select r.block, t.factor, unnest(r.entries) as entry
                        from unnest(lists[:taken], factors[:taken]) as t (list, factor)
                        cross join lateral (select i.block, i.entries from public.index_posting i
                                             where i.lexeme_id = t.list and i.label_id = any (labels) offset 0) r) p
               group by p.block::bigint << 20 | (p.entry >> 10) having sum((p.entry & 1023) * p.factor) >= certain - rest) s
       where s.number not in (select w.number from public.index_withdrawn w where w.label_id = any (labels))
    ), first as materialized (
      select s.number from scored s order by s.points desc fetch first widest rows with ties
    ), sure as materialized (
      select f.passage_id, f.tie, -256 * (f.impacts operator(public.<#>) upper)::bigint - (f.impacts operator(public.<#>) lower)::bigint as score
        from public.index_forward f where f.number = any (array(select i.number from first i)) and f.label_id = any (labels)
         and (within is null or f.portfolio_id = within) and (among is null or f.document_id = any (among))
    ), bar as (
      select min(b.score) as score from (select s.score from sure s order by s.score desc limit most) b having count(*) = most
    ), likely as (
      -- What the best of the first reach raises what the others must.
      select s.number from scored s
       where rest > 0 and s.points >= coalesce((select b.score from bar b), 0) - rest and s.number not in (select i.number from first i)
    )
    select u.passage_id, u.score
      from (select s.passage_id, s.tie, s.score from sure s
            union all
            select f.passage_id, f.tie, -256 * (f.impacts operator(public.<#>) upper)::bigint - (f.impacts operator(public.<#>) lower)::bigint
              from public.index_forward f where f.number = any (array(select l.number from likely l)) and f.label_id = any (labels)
               and (within is null or f.portfolio_id = within) and (among is null or f.document_id = any (among))) u
     order by u.score desc, u.tie, u.passage_id limit most;
end $$;
comment on function score_passages is
  'The best passages of the first `taken` lists, scored by all of them, if those lists alone give at least `certain` less `rest`, which '
  'is what the others can add. `widest` are scored before it is known what is worth scoring. Internal.';

create or replace function search_passages(
  terms text[], weights integer[], within uuid, most integer, concepts integer[] default null, choices integer[] default null,
  among uuid[] default null)
returns table (passage_id uuid, score bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  labels int[] := public.permitted_labels();
  few constant integer := 12000;  -- postings that are all read
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
  select sum(s) <= few into whole from unnest(sizes) s;
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
comment on function search_passages is
  'BM25 over the permitted passages, their statistics included, in integers: `among` these documents, where some are named. Takes no label.';

revoke all on function score_passages(
  integer[], integer[], integer[], integer, bigint, bigint, bigint, uuid, uuid[], integer) from public;
reset role;
set local row_security = off;
