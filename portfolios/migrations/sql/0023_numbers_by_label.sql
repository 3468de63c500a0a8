-- Passages of one label are numbered one after the other, in spans of 2,048 numbers that belong to the label. A word that is frequent
-- under a label is then frequent in its spans, and added up as vectors (0018), however many labels there are.

alter table index_statistic add column next_number bigint not null default 0;
comment on column index_statistic.next_number is
  'The number of the next passage under the label; where a span begins, the next passage begins another one.';
alter sequence index_forward_number_seq increment by 2048;

create function take_numbers(label integer, many integer) returns setof bigint
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  at bigint;
begin
  if many < 1 then
    return;
  end if;
  insert into public.index_statistic (label_id, passages) values (label, 0) on conflict do nothing;
  select s.next_number into at from public.index_statistic s where s.label_id = label for update;
  for i in 1 .. many loop
    if at & 2047 = 0 then
      -- Every value of the sequence stands for the span that it falls into.
      at := nextval('public.index_forward_number_seq') >> 11 << 11;
    end if;
    return next at;
    at := at + 1;
  end loop;
  update public.index_statistic s set next_number = at where s.label_id = label;
end $$;
comment on function take_numbers is
  'So many numbers for new passages under a label. Whoever takes them holds the label''s count until the transaction ends. For the worker.';

create or replace function renumber_passage() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  -- In the order in which whoever changes two labels takes them.
  perform from public.index_statistic s where s.label_id in (old.label_id, new.label_id) order by s.label_id for update;
  select n into new.number from public.take_numbers(new.label_id, 1) n;
  return new;
end $$;

revoke all on function take_numbers(integer, integer) from public;
grant execute on function take_numbers(integer, integer) to kaas_worker;

set local row_security = on;
set local role kaas_gate;
-- Sums are made where they arise: sorting vectors first, of 8 kB each, takes longer than adding them up.
alter function score_spans(integer[], integer[], integer[], bigint, uuid, uuid[], integer) set enable_sort = off;
reset role;
set local row_security = off;
