-- What a search is made of: which words a passage holds, and which words there are among those one may read.

set local row_security = on;

-- By label, so that whoever looks for words that are spelled alike walks through no list of a label they may not read. Pairs of
-- characters are no words.
create index index_list_spelling on index_list (label_id, lexeme) where lexeme < 'b:' or lexeme >= 'c:';

create function search_matches(passages uuid[], terms text[])
returns table (passage_id uuid, impacts integer[])
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
declare
  labels int[] := public.permitted_labels();
  probes sparsevec[] := array(
    select case when found.id is not null then ('{' || found.id || ':1}/1000000000')::public.sparsevec end
      from unnest(terms) with ordinality t (lexeme, place)
      left join lateral (
        select min(i.lexeme_id) as id from public.index_list i where i.lexeme = t.lexeme and i.label_id = any (labels)) found on true
     order by t.place);
begin
  return query
    select f.passage_id, array(
        select coalesce(-(f.impacts operator(public.<#>) p.probe), 0)::integer
          from unnest(probes) with ordinality p (probe, place) order by p.place)
      from public.index_forward f where f.passage_id = any (passages) and f.label_id = any (labels);
end $$;
comment on function search_matches is
  'The impact of each term, in 256ths and in the order given, in each of these passages that is permitted; 0 where it is not held.';

create function search_vocabulary(beginnings text[], most integer) returns table (lexeme text, passages bigint)
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
           and (k.lexeme < 'b:' or k.lexeme >= 'c:') and k.df > 0
         order by k.lexeme limit most) i
     group by i.lexeme order by 2 desc, 1 limit most;
end $$;
comment on function search_vocabulary is
  'Words of the permitted passages that begin so, and how many passages hold each: at most that many under a label, and in all.';

revoke all on function search_matches(uuid[], text[]), search_vocabulary(text[], integer) from public;
grant execute on function search_matches(uuid[], text[]), search_vocabulary(text[], integer) to kaas_app;
alter function search_matches(uuid[], text[]) owner to kaas_gate;
alter function search_vocabulary(text[], integer) owner to kaas_gate;
