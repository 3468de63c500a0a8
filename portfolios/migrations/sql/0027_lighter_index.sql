-- Less room for the words, 2,570 bytes of a passage instead of 2,730 at a million: the lists of words and their spellings stand closer, and a
-- row of its own for a span asks for 24 passages instead of 16, as a vector takes eight bytes of them each besides (ADR 0033).

-- No word with figures is suggested.
drop index index_list_spelling;
alter table index_list set (fillfactor = 85);
cluster index_list using index_list_pkey;
alter table index_list set without cluster;
create index index_list_spelling on index_list (label_id, lexeme) where (lexeme < 'b:' or lexeme >= 'c:') and lexeme !~ '[0-9]';

alter table index_posting no force row level security;
create table index_posting_before as select p.lexeme_id, p.label_id, p.block, p.fresh, p.entries from index_posting p;
truncate index_posting;
alter table index_posting alter column impacts set expression as (
  case when cardinality(entries) >= 24 and entries[1] >> 21 = entries[cardinality(entries)] >> 21 then public.woven(entries) end);
-- What has no vector any more stands with the other seldom ones of its block.
insert into index_posting (lexeme_id, label_id, block, fresh, entries)
  select * from (
    select p.lexeme_id, p.label_id, p.block, p.fresh, p.entries from index_posting_before p
     where p.fresh or (cardinality(p.entries) >= 24 and p.entries[1] >> 21 = p.entries[cardinality(p.entries)] >> 21)
     union all
    select s.lexeme_id, s.label_id, s.block, false, s.entries[at:at + 1799]
      from (select p.lexeme_id, p.label_id, p.block, array_agg(e order by e) as entries
              from index_posting_before p, unnest(p.entries) e
             where not p.fresh and not (cardinality(p.entries) >= 24 and p.entries[1] >> 21 = p.entries[cardinality(p.entries)] >> 21)
             group by 1, 2, 3) s, generate_series(1, cardinality(s.entries), 1800) at) n
   order by 1, 2, 3, 5;
drop table index_posting_before;
alter table index_posting force row level security;

create or replace function merge_postings(waiting bigint, most integer) returns integer
language plpgsql set search_path = pg_catalog, public, pg_temp set jit = off set enable_seqscan = off set enable_hashjoin = off
  set enable_mergejoin = off as $$
declare
  full_row constant integer := 1800;  -- entries: about a page
  often constant integer := 24;  -- entries of one span that are a row of their own
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

set local row_security = on;
set local role kaas_gate;

create or replace function search_vocabulary(beginnings text[], most integer) returns table (lexeme text, passages bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
declare
  labels int[] := public.permitted_labels();
begin
  return query
    select i.lexeme, sum(i.df)::bigint
      from unnest(labels) l (id)
      cross join unnest(beginnings) b (word)
      cross join lateral (
        select k.lexeme, k.df from public.index_list k
         where k.label_id = l.id and k.lexeme >= b.word and k.lexeme < b.word || chr(1114111)
           and (k.lexeme < 'b:' or k.lexeme >= 'c:') and k.lexeme !~ '[0-9]' and k.df > 0
         order by k.lexeme limit most) i
     group by i.lexeme order by 2 desc, 1 limit most;
end $$;
comment on function search_vocabulary is
  'Words without figures of the permitted passages that begin so, and how many passages hold each: at most that many under a label, and in all.';

reset role;
set local row_security = off;
