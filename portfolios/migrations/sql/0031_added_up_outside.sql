-- Postings as bytes, which a search hands out as they are and the asking process adds up (ADR 0036). So that they tell nothing of other
-- labels, passages stand in them by their place under their label: spans of numbers belong to a label (0023), and are counted there.

create table index_span (
  label_id integer not null,
  nth integer not null check (nth between 0 and 1048575),
  span integer not null,
  primary key (label_id, nth),
  unique (span, label_id)
);
comment on table index_span is
  'The spans of 2,048 numbers under a label, from nought on. A passage''s place under its label is nth << 11 | number & 2047.';
alter table index_forward no force row level security;
alter table index_withdrawn no force row level security;
alter table index_statistic no force row level security;
insert into index_span (label_id, nth, span)
  select d.label_id, row_number() over (partition by d.label_id order by d.span) - 1, d.span
    from (select label_id, (number >> 11)::integer as span from index_forward
           union select label_id, (number >> 11)::integer from index_withdrawn
           union select label_id, (next_number >> 11)::integer from index_statistic where next_number & 2047 <> 0) d;
alter table index_forward force row level security;
alter table index_statistic add column places bigint not null default 0;
comment on column index_statistic.places is 'Places given under the label. Where a span of them is full, the next passage begins another.';
update index_statistic t set places = coalesce(case when l.span = t.next_number >> 11 then l.nth * 2048 + (t.next_number & 2047) end,
                                               l.nth * 2048 + 2048)
  from (select distinct on (s.label_id) s.label_id, s.nth::bigint, s.span from index_span s order by s.label_id, s.nth desc) l
 where l.label_id = t.label_id;
alter table index_statistic drop column next_number;
alter table index_statistic force row level security;

alter table index_withdrawn add column place bigint;
update index_withdrawn w set place = (s.nth::bigint << 11) + (w.number & 2047)
  from index_span s where s.label_id = w.label_id and s.span = (w.number >> 11)::integer;
alter table index_withdrawn drop column number;
alter table index_withdrawn add primary key (label_id, place);
drop index index_withdrawn_label;
alter table index_withdrawn force row level security;

alter table index_posting no force row level security;
alter table index_posting rename to index_posting_before;
alter index index_posting_lexeme rename to index_posting_before_lexeme;
alter index index_posting_fresh rename to index_posting_before_fresh;
create table index_posting (
  lexeme_id integer not null,
  label_id integer not null,
  block integer not null check (block < 4096),
  fresh boolean not null default true,
  entries bytea not null check (length(entries) between 4 and 8000 and length(entries) % 4 = 0)
) with (toast_tuple_target = 8160);
alter table index_posting alter entries set storage main;
comment on column index_posting.entries is
  'Four bytes each, rising. entry >> 10 is the place of a passage within the block of 2^20 places, entry & 1023 the impact in 256ths.';
comment on column index_posting.fresh is 'As it was written, not merged yet.';
-- Rows of a word are joined where the one begins behind the other: entries rise, by which one finds the row of a passage that leaves.
insert into index_posting (lexeme_id, label_id, block, fresh, entries)
  with carried as (
    select p.lexeme_id, p.label_id, p.fresh, p.impacts is null as seldom, c.*
      from index_posting_before p cross join lateral (
        select s.nth >> 9 as block, min((s.nth & 511) << 21 | (e & 2097151)) as first, max((s.nth & 511) << 21 | (e & 2097151)) as last,
               string_agg(int4send((s.nth & 511) << 21 | (e & 2097151)), '' order by e) as entries
          from unnest(p.entries) e join index_span s on s.label_id = p.label_id and s.span = p.block << 9 | (e >> 21)
         group by s.nth >> 9) c
  ), beside as (
    select c.*, c.first <= max(c.last) over (
             partition by c.lexeme_id, c.label_id, c.block, c.fresh, c.seldom order by c.first
             rows between unbounded preceding and 1 preceding) as overlaps from carried c
  ), parts as (
    select b.*, count(*) filter (where b.overlaps) over (
             partition by b.lexeme_id, b.label_id, b.block, b.fresh, b.seldom order by b.first) as part from beside b
  ), joined as (
    select p.lexeme_id, p.label_id, p.block, p.fresh, string_agg(p.entries, '' order by p.first) as entries
      from parts p group by p.lexeme_id, p.label_id, p.block, p.fresh, p.seldom, p.part
  )
  select j.lexeme_id, j.label_id, j.block, j.fresh, substring(j.entries from at for 7200)
    from joined j, generate_series(1, length(j.entries), 7200) at order by 1, 2, 3;
drop table index_posting_before;
drop function woven(integer[]);
create index index_posting_lexeme on index_posting (lexeme_id, label_id);
create index index_posting_fresh on index_posting (label_id, lexeme_id) where fresh;
do $$
declare t text;
begin
  foreach t in array array['index_posting', 'index_span'] loop
    execute format('alter table %s enable row level security, force row level security', t);
    execute format('grant select on %s to kaas_gate', t);
    execute format('create policy gate_reads on %s for select to kaas_gate using (true)', t);
    execute format('grant select, insert, update, delete on %s to kaas_worker', t);
    execute format('create policy worker on %s to kaas_worker using (true) with check (true)', t);
  end loop;
end $$;
alter table index_list drop column highest;
comment on table index_list is
  'How many postings a lexeme has under a label. Kept by triggers. A search looks words up here, by label, and not among all words: one '
  'that only hidden documents have costs it what an unknown one does.';

create or replace function take_numbers(label integer, many integer) returns setof bigint
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  at bigint;
  span integer;
begin
  if many < 1 then
    return;
  end if;
  insert into public.index_statistic (label_id, passages) values (label, 0) on conflict do nothing;
  select s.places into at from public.index_statistic s where s.label_id = label for update;
  for i in 1 .. many loop
    if at & 2047 = 0 then
      -- Every value of the sequence stands for the span that it falls into.
      span := nextval('public.index_forward_number_seq') >> 11;
      insert into public.index_span (label_id, nth, span) values (label, at >> 11, span);
    elsif span is null then
      select s.span into strict span from public.index_span s where s.label_id = label and s.nth = at >> 11;
    end if;
    return next (span::bigint << 11) + (at & 2047);
    at := at + 1;
  end loop;
  update public.index_statistic s set places = at where s.label_id = label;
end $$;

create or replace function follow_passages() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp set jit = off
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
begin
  if tg_op = 'UPDATE' then
    perform from public.index_statistic s where s.label_id in (select g.label_id from gone g union select c.label_id from come c)
      order by s.label_id for update;
  end if;
  if tg_op <> 'INSERT' then
    update public.index_statistic s set passages = s.passages - g.passages
      from (select label_id, count(*) as passages from gone group by label_id) g where s.label_id = g.label_id;
    insert into public.index_withdrawn (label_id, place, lexemes)
      select g.label_id, (s.nth::bigint << 11) + (g.number & 2047), array(select w.lexeme_id from public.lexemes_of(g.impacts) w)
        from gone g left join public.index_span s on s.label_id = g.label_id and s.span = (g.number >> 11)::integer;
    update public.index_list l set df = l.df - w.df
      from (select g.label_id, w.lexeme_id, count(*) as df from gone g, public.lexemes_of(g.impacts) w group by 1, 2) w
      join public.index_lexeme x on x.id = w.lexeme_id
     where l.lexeme = x.lexeme and l.label_id = w.label_id;
  end if;
  if tg_op <> 'DELETE' then
    insert into public.index_statistic as s (label_id, passages) select label_id, count(*) from come group by label_id
      on conflict (label_id) do update set passages = s.passages + excluded.passages;
    with words as materialized (
      select c.label_id, c.document_id, (s.nth::bigint << 11) + (c.number & 2047) as place, w.lexeme_id, w.impact
        from come c left join public.index_span s on s.label_id = c.label_id and s.span = (c.number >> 11)::integer
        cross join lateral public.lexemes_of(c.impacts) w
    ), posted as (
      -- A thousand places at most, so that a row stays on its page.
      insert into public.index_posting (lexeme_id, label_id, block, entries)
        select w.lexeme_id, w.label_id, (w.place >> 20)::integer,
               string_agg(int4send(((w.place & 1048575) << 10 | w.impact)::integer), '' order by w.place)
          from words w group by w.lexeme_id, w.label_id, w.document_id, w.place >> 20, w.place >> 10
    )
    insert into public.index_list as l (lexeme, label_id, lexeme_id, df)
      select x.lexeme, w.label_id, x.id, count(*)
        from words w join public.index_lexeme x on x.id = w.lexeme_id group by x.id, w.label_id order by x.id
      on conflict (lexeme, label_id) do update set df = l.df + excluded.df;
  end if;
  return null;
end $$;

create or replace function merge_postings(waiting bigint, most integer) returns integer
language plpgsql set search_path = pg_catalog, public, pg_temp set jit = off set enable_seqscan = off set enable_hashjoin = off
  set enable_mergejoin = off as $$
declare
  full_row constant integer := 1800;  -- entries: about a page
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
  gone := array(select w.place from public.index_withdrawn w where w.label_id = label order by w.place limit greatest(most / 50, 1));
  if gone <> '{}' then
    words := array(select distinct l from public.index_withdrawn w, unnest(w.lexemes) l where w.label_id = label and w.place = any (gone));
    with taken as (
      delete from public.index_posting p
       where p.lexeme_id = any (words) and p.label_id = label
         and exists (select from unnest(gone) g where g >> 20 = p.block
                        and g & 1048575 between substring(p.entries for 4)::integer >> 10
                                            and substring(p.entries from length(p.entries) - 3)::integer >> 10)
      returning p.lexeme_id, p.block, p.fresh, p.entries
    ), kept as (
      select t.lexeme_id, t.block, t.fresh, (
               select string_agg(substring(t.entries from at for 4), '' order by at) from generate_series(1, length(t.entries), 4) at
                where (t.block::bigint << 20) + (substring(t.entries from at for 4)::integer >> 10) <> all (gone)) as entries
        from taken t
    ), written as (
      insert into public.index_posting (lexeme_id, label_id, block, fresh, entries)
        select k.lexeme_id, label, k.block, k.fresh, k.entries from kept k where k.entries is not null order by k.lexeme_id, k.block
    )
    select count(*) into joined from taken;
    delete from public.index_withdrawn w where w.label_id = label and w.place = any (gone);
    return greatest(joined, 1);
  end if;
  words := array(select distinct f.lexeme_id from (
    select p.lexeme_id from public.index_posting p where p.label_id = label and p.fresh order by p.lexeme_id limit most) f);
  -- Rows that are half full stay as they are.
  with taken as (
    delete from public.index_posting p
     where p.lexeme_id = any (words) and p.label_id = label and (p.fresh or length(p.entries) < full_row * 2)
    returning p.lexeme_id, p.block, p.entries
  ), together as (
    select e.lexeme_id, e.block, string_agg(e.entry, '' order by e.entry) as entries
      from (select t.lexeme_id, t.block, substring(t.entries from at for 4) as entry
              from taken t, generate_series(1, length(t.entries), 4) at) e group by e.lexeme_id, e.block
  ), written as (
    insert into public.index_posting (lexeme_id, label_id, block, fresh, entries)
      select t.lexeme_id, label, t.block, false, substring(t.entries from at for full_row * 4)
        from together t, generate_series(1, length(t.entries), full_row * 4) at order by t.lexeme_id, t.block, at
  )
  select count(*) into joined from taken;
  return greatest(joined, 1);
end $$;

set local row_security = on;
set local role kaas_gate;

drop function search_passages(text[], integer[], uuid, integer, integer[], integer[], uuid[]);
drop function score_passages(integer[], integer[], integer[], integer, bigint, bigint, bigint, uuid, uuid[], integer);
drop function score_spans(integer[], integer[], integer[], bigint, uuid, uuid[], integer);

create function search_postings(terms text[], weights integer[], concepts integer[] default null, choices integer[] default null)
returns table (factor integer, heads bytea, entries bytea)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off set work_mem = '32MB' as $$
declare
  labels int[] := public.permitted_labels();
  leaving int[] := array(select distinct w.label_id from public.index_withdrawn w where w.label_id = any (labels));
  widest constant integer := 80;  -- lists; of more, those that weigh most
  total double precision;
  under bytea;
begin
  select coalesce(sum(s.passages), 0), string_agg(int8send(s.label_id::bigint << 32 | s.places), '') into total, under
    from public.index_statistic s where s.label_id = any (labels) and s.passages > 0;
  return query select null::integer, under, null::bytea;
  return query
    with given as (
      -- A term that no concept was named for is one of its own.
      select t.lexeme, max(t.weight) as weight, coalesce(t.concept, -min(t.place)) as concept, coalesce(t.choice, 0) as choice
        from unnest(terms, weights, concepts, choices) with ordinality as t (lexeme, weight, concept, choice, place)
       group by t.lexeme, t.concept, t.choice
    ), known as (
      -- Of a choice of several words all must be known. It is as frequent as its rarest word.
      select g.*, d.id, d.df, min(coalesce(d.df, 0)) over (partition by g.concept, g.choice) as rarest,
             row_number() over (partition by g.concept, g.choice order by g.lexeme collate "C") = 1 as leads
        from given g left join lateral (
          select min(i.lexeme_id) as id, sum(i.df) as df
            from public.index_list i where i.lexeme = g.lexeme and i.label_id = any (labels) and i.df > 0) d on true
    ), conceived as (
      -- Passages with any of a concept's choices, as if these were strewn without regard to each other.
      select k.*, case when count(*) filter (where k.leads) over every = 1 then max(k.rarest) over every
                  else total * (1 - exp(sum(ln(greatest(1 - k.rarest / total, 1e-9))) filter (where k.leads) over every)) end as frequency
        from known k where k.rarest > 0
      window every as (partition by k.concept order by k.choice rows between unbounded preceding and unbounded following)
    ), weighed as (
      select c.lexeme, c.id, least(32767, sum(
               c.weight * round(64 * ln(1 + (greatest(total - c.frequency, 0) + 0.5) / (c.frequency + 0.5)))::int))::int as factor
        from conceived c group by c.lexeme, c.id
    ), heavy as (
      select w.* from weighed w
       order by w.factor * case when w.lexeme like 'b:%' then 3 else 10 end desc, w.lexeme collate "C" limit widest
    )
    select h.factor, p.heads, p.entries
      from heavy h cross join lateral (
        select string_agg(int8send(k.label_id::bigint << 32 | (k.block << 20) | (length(k.kept) / 4)), '') as heads,
               string_agg(k.kept, '') as entries
          from (
            select i.label_id, i.block::bigint as block,
                   case when i.label_id = any (leaving) and exists (
                          select from public.index_withdrawn w
                           where w.label_id = i.label_id
                             and w.place between (i.block::bigint << 20) + (substring(i.entries for 4)::integer >> 10)
                                 and (i.block::bigint << 20) + (substring(i.entries from length(i.entries) - 3)::integer >> 10))
                        then (select string_agg(substring(i.entries from at for 4), '' order by at)
                                from generate_series(1, length(i.entries), 4) at
                               where not exists (
                                 select from public.index_withdrawn w where w.label_id = i.label_id
                                    and w.place = (i.block::bigint << 20) + (substring(i.entries from at for 4)::integer >> 10)))
                        else i.entries end as kept
              from public.index_posting i where i.lexeme_id = h.id and i.label_id = any (labels) offset 0) k
         where k.kept is not null) p
     where p.entries is not null;
end $$;
comment on function search_postings is
  'The postings of these words in the permitted passages, and what each impact of a word is multiplied by: BM25, its statistics those of '
  'the permitted passages. A head for each run of entries: label << 32 | block << 20 | how many. Before them, without a factor, '
  'label << 32 | places for each permitted label. Takes no label.';

create function search_places(places bigint[], scores bigint[], within uuid, among uuid[], most integer)
returns table (passage_id uuid, score bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  labels int[] := public.permitted_labels();
begin
  return query
    select f.passage_id, p.score
      from unnest(places, scores) as p (place, score)
      join public.index_span s on s.label_id = (p.place >> 32)::integer and s.nth = ((p.place & 4294967295) >> 11)::integer
      join public.index_forward f on f.number = (s.span::bigint << 11) + (p.place & 2047) and f.label_id = s.label_id
     where s.label_id = any (labels)
       and (within is null or f.portfolio_id = within) and (among is null or f.document_id = any (among))
     order by p.score desc, f.tie, f.passage_id limit most;
end $$;
comment on function search_places is
  'The best of these places (label << 32 | place under it) that hold a permitted passage, of one portfolio, or `among` documents, where '
  'some are named. What is no permitted passage any more is not there. Takes no label to permit.';

revoke all on function search_postings(text[], integer[], integer[], integer[]) from public;
revoke all on function search_places(bigint[], bigint[], uuid, uuid[], integer) from public;
grant execute on function search_postings(text[], integer[], integer[], integer[]) to kaas_app;
grant execute on function search_places(bigint[], bigint[], uuid, uuid[], integer) to kaas_app;
reset role;
set local row_security = off;
