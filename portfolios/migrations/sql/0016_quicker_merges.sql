-- A merge holds up whoever adds to its label, so it takes apart no more than it must: a row that loses entries stays a row, and what is
-- joined is put in order once and then cut.

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
  -- Rows that are full stay as they are.
  with taken as (
    delete from public.index_posting p
     where p.lexeme_id = any (words) and p.label_id = label and (p.fresh or cardinality(p.entries) < full_row / 2)
    returning p.lexeme_id, p.block, p.entries
  ), whole as (
    select t.lexeme_id, t.block, array_agg(e.entry order by e.entry) as entries
      from taken t, unnest(t.entries) e (entry) group by t.lexeme_id, t.block
  ), written as (
    insert into public.index_posting (lexeme_id, label_id, block, fresh, entries)
      select w.lexeme_id, label, w.block, false, w.entries[at:at + full_row - 1]
        from whole w, generate_series(1, cardinality(w.entries), full_row) at order by w.lexeme_id, w.block, at
  )
  select count(*) into joined from taken;
  return greatest(joined, 1);
end $$;
