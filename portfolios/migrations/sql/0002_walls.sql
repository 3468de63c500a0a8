-- Row security of the stacks, and the search index behind it.

do $$
declare t text;
begin
  foreach t in array array['original', 'ingestionrun', 'ingestedfile', 'ingestionfailure', 'document', 'documentlabel',
      'publication', 'passage'] loop
    execute format('alter table portfolios_%s enable row level security, force row level security', t);
    execute format('grant select on portfolios_%s to kaas_app', t);
    execute format('create policy permitted on portfolios_%s for select to kaas_app
                      using (label_id = any ((select public.permitted_labels())::int[]))', t);
    execute format('grant select, insert, update, delete on portfolios_%s to kaas_worker', t);
    execute format('create policy worker on portfolios_%s to kaas_worker using (true) with check (true)', t);
  end loop;
end $$;

-- Where a document stood is told of a document one may read now, and not by a label it had once.
drop policy permitted on portfolios_documentlabel;
create policy of_permitted_documents on portfolios_documentlabel for select to kaas_app
  using (exists (select 1 from portfolios_document d where d.id = portfolios_documentlabel.document_id));

alter table portfolios_portfolio enable row level security, force row level security;
grant select on portfolios_portfolio to kaas_app;
grant select, insert on portfolios_portfolio to kaas_worker;
create policy worker on portfolios_portfolio to kaas_worker using (true) with check (true);
create policy holds_something_permitted on portfolios_portfolio for select to kaas_app
  using (exists (select 1 from portfolios_document d where d.portfolio_id = portfolios_portfolio.id));

create trigger only_closes before update on portfolios_documentlabel for each row execute function only_closes();
create trigger never_deleted before delete on portfolios_documentlabel for each row execute function never_deleted();
create trigger never_emptied before truncate on portfolios_documentlabel execute function never_deleted();

-- The index: an ordinary inverted index. Integers stay in here. The application is granted nothing on it.
create table index_lexeme (
  id integer generated always as identity (maxvalue 1000000000) primary key,
  lexeme text not null unique
);
comment on table index_lexeme is 'Every lexeme of every document: as secret as the documents. A sparsevec has room for this many.';
create table index_forward (
  number bigint generated always as identity primary key,
  passage_id uuid not null unique,
  document_id uuid not null,
  portfolio_id uuid not null,
  label_id integer not null,
  tie bigint not null,
  impacts sparsevec not null
) with (toast_tuple_target = 8160);
alter table index_forward alter impacts set storage main;
comment on column index_forward.number is 'Never reused. tie orders equal scores by content, not by when something came in.';
comment on column index_forward.impacts is 'Lexeme number -> impact in 256ths: the passage, as a query is held against it.';
create index index_forward_document on index_forward (document_id);
create table index_posting (
  lexeme_id integer not null,
  label_id integer not null,
  document_id uuid not null,
  entries bigint[] not null check (entries <> '{}')
);
comment on column index_posting.entries is 'passage number << 16 | impact in 256ths, one for each passage of the document with the lexeme.';
create index index_posting_lexeme on index_posting (lexeme_id, label_id);
create index index_posting_document on index_posting (document_id);
create table index_list (
  lexeme text collate "C" not null,
  label_id integer not null,
  lexeme_id integer not null,
  df integer not null check (df >= 0),
  highest integer not null check (highest > 0),
  primary key (lexeme, label_id)
);
comment on table index_list is
  'The postings of a lexeme under a label: how many, and an impact that none of them exceeds. Kept by triggers. A search looks words up '
  'here, by label, and not among all words: one that only hidden documents have costs it what an unknown one does.';
create table index_statistic (
  label_id integer primary key,
  passages bigint not null check (passages >= 0)
);
comment on table index_statistic is 'Passages under a label. Kept by triggers.';

do $$
declare t text;
begin
  foreach t in array array['lexeme', 'forward', 'posting', 'list', 'statistic'] loop
    execute format('alter table index_%s enable row level security, force row level security', t);
    execute format('grant select on index_%s to kaas_gate', t);
    execute format('create policy gate_reads on index_%s for select to kaas_gate using (true)', t);
    execute format('grant select, insert, update, delete on index_%s to kaas_worker', t);
    execute format('create policy worker on index_%s to kaas_worker using (true) with check (true)', t);
  end loop;
end $$;

-- What is counted, is counted where it changes. Passages come and go before their postings do: whoever holds a label's count
-- is the only one to change the label's lists until the transaction ends, so that no two wait for each other.
create function count_passages() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    update public.index_statistic s set passages = s.passages - g.passages
      from (select label_id, count(*) as passages from gone group by label_id) g where s.label_id = g.label_id;
  end if;
  if tg_op <> 'DELETE' then
    insert into public.index_statistic as s (label_id, passages) select label_id, count(*) from come group by label_id
      on conflict (label_id) do update set passages = s.passages + excluded.passages;
  end if;
  return null;
end $$;
create function count_postings() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    update public.index_list l set df = l.df - g.df
      from (select lexeme_id, label_id, sum(cardinality(entries)) as df from gone group by lexeme_id, label_id) g
      join public.index_lexeme x on x.id = g.lexeme_id
     where l.lexeme = x.lexeme and l.label_id = g.label_id;
  end if;
  if tg_op <> 'DELETE' then
    insert into public.index_list as l (lexeme, label_id, lexeme_id, df, highest)
      select x.lexeme, c.label_id, x.id, count(*), max(e & 65535)
        from come c join public.index_lexeme x on x.id = c.lexeme_id, unnest(c.entries) e group by x.id, c.label_id
      on conflict (lexeme, label_id) do update
        set df = l.df + excluded.df, highest = greatest(l.highest, excluded.highest);
  end if;
  return null;
end $$;
create trigger counted_in after insert on index_forward
  referencing new table as come for each statement execute function count_passages();
create trigger counted_out after delete on index_forward
  referencing old table as gone for each statement execute function count_passages();
create trigger counted_over after update on index_forward
  referencing old table as gone new table as come for each statement execute function count_passages();
create trigger counted_in after insert on index_posting
  referencing new table as come for each statement execute function count_postings();
create trigger counted_out after delete on index_posting
  referencing old table as gone for each statement execute function count_postings();
create trigger counted_over after update on index_posting
  referencing old table as gone new table as come for each statement execute function count_postings();

create function score_passages(
  labels integer[], lists integer[], factors integer[], taken integer, floor bigint, widest bigint, within uuid, most integer)
returns table (passage_id uuid, score bigint)
language plpgsql stable set search_path = pg_catalog, public, pg_temp set jit = off
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
declare
  -- A sparsevec multiplies in floats, which hold integers up to 2^24. impact <= 768, factor < 2^15 and at most 40 lists: in two
  -- halves, each product and each sum is such an integer.
  upper sparsevec;
  lower sparsevec;
begin
  select ('{' || string_agg(t.list || ':' || (t.factor >> 8), ',') || '}/1000000000')::public.sparsevec,
         ('{' || string_agg(t.list || ':' || (t.factor & 255), ',') || '}/1000000000')::public.sparsevec
    into upper, lower from unnest(lists, factors) as t (list, factor);
  return query
    with scored as (
      select e >> 16 as number, sum(((e & 65535) * t.factor)::int) as points
        from unnest(lists[:taken], factors[:taken]) as t (list, factor)
        cross join lateral (
          select p.entries from public.index_posting p where p.lexeme_id = t.list and p.label_id = any (labels) offset 0) p,
        unnest(p.entries) e
       group by e >> 16
    ), likely as (
      select s.number from scored s where s.points >= floor order by s.points desc fetch first widest rows with ties
    )
    select f.passage_id, -256 * (f.impacts operator(public.<#>) upper)::bigint - (f.impacts operator(public.<#>) lower)::bigint as score
      from likely l join public.index_forward f on f.number = l.number
     where f.label_id = any (labels) and (within is null or f.portfolio_id = within)
     order by score desc, f.tie, f.passage_id limit most;
end $$;
comment on function score_passages is
  'The best passages of the first `taken` lists, scored by all of them, if those lists alone give at least `floor`. Internal.';

create function search_passages(terms text[], weights integer[], within uuid, most integer)
returns table (passage_id uuid, score bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
declare
  labels int[] := public.permitted_labels();
  enough constant integer := 3000;  -- postings read before it is known what a passage must reach
  lists int[]; factors int[]; sizes bigint[]; bounds bigint[];
  total double precision;
  taken integer := 0;
  size bigint := 0;
  rest bigint;  -- what the lists that were not taken can add to a passage
  least bigint;  -- what `most` passages reach for certain
begin
  select coalesce(sum(s.passages), 0) into total from public.index_statistic s where s.label_id = any (labels);
  -- MaxScore (Turtle and Flood 1995): first the lists that promise most for each of their postings.
  with asked as (
    select i.lexeme_id as id, max(t.weight) as weight, sum(i.df) as df, max(i.highest) as highest
      from unnest(terms, weights) as t (lexeme, weight)
      join public.index_list i on i.lexeme = t.lexeme and i.label_id = any (labels)
     where i.df > 0 group by i.lexeme_id
  ), weighed as (
    select a.id, a.df, a.highest, a.weight * round(64 * ln(1 + (total - a.df + 0.5) / (a.df + 0.5)))::int as factor from asked a
  ), ranked as (
    select w.*, row_number() over (order by w.factor::bigint * w.highest / w.df desc, w.id) as place from weighed w
  )
  select array_agg(r.id order by r.place), array_agg(r.factor order by r.place), array_agg(r.df order by r.place),
         array_agg(r.factor::bigint * r.highest order by r.place), sum(r.factor::bigint * r.highest)
    into lists, factors, sizes, bounds, rest from ranked r;
  if lists is null then
    return;
  end if;
  while taken < cardinality(lists) and size < enough loop
    taken := taken + 1;
    size := size + sizes[taken];
    rest := rest - bounds[taken];
  end loop;
  if taken < cardinality(lists) then
    select min(b.score) into least from public.score_passages(
        labels, lists, factors, taken, 0, case when within is null then 5 * most else 2147483647 end, within, most) b
     having count(*) = most;
    -- Below `least` the rest finds nothing new. Well below it, few passages are left to be scored.
    while taken < cardinality(lists) and (least is null or rest >= 0.8 * least) loop
      taken := taken + 1;
      rest := rest - bounds[taken];
    end loop;
  end if;
  return query
    select b.passage_id, b.score
      from public.score_passages(labels, lists, factors, taken, coalesce(least, 0) - rest, 2147483647, within, most) b;
end $$;
comment on function search_passages is 'BM25 over the permitted passages, their statistics included, in integers. Takes no label.';

create function search_rarity(terms text[]) returns table (lexeme text, idf integer)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
declare
  labels int[] := public.permitted_labels();
  total double precision;
begin
  select coalesce(sum(s.passages), 0) into total from public.index_statistic s where s.label_id = any (labels);
  return query
    select t.lexeme, round(64 * ln(1 + (total - d.df + 0.5) / (d.df + 0.5)))::integer
      from unnest(terms) as t (lexeme)
      cross join lateral (
        select coalesce(sum(i.df), 0)::double precision as df
          from public.index_list i where i.lexeme = t.lexeme and i.label_id = any (labels)) d;
end $$;
comment on function search_rarity is 'How rare each term is among the permitted passages; unknown and hidden words are alike.';

revoke all on function search_passages(text[], integer[], uuid, integer) from public;
revoke all on function score_passages(integer[], integer[], integer[], integer, bigint, bigint, uuid, integer) from public;
revoke all on function search_rarity(text[]) from public;
grant execute on function search_passages(text[], integer[], uuid, integer), search_rarity(text[]) to kaas_app;
alter function search_passages(text[], integer[], uuid, integer) owner to kaas_gate;
alter function score_passages(integer[], integer[], integer[], integer, bigint, bigint, uuid, integer) owner to kaas_gate;
alter function search_rarity(text[]) owner to kaas_gate;

-- The queue holds ids only; the worker owns its use, the portal hands jobs over.
grant select, insert, update, delete on procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers to kaas_worker;
grant usage, select on all sequences in schema public to kaas_worker;
