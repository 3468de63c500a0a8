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
  id integer generated always as identity primary key,
  lexeme text not null unique
);
comment on table index_lexeme is 'Every lexeme of every document: as secret as the documents.';
create table index_forward (
  number bigint generated always as identity primary key,
  passage_id uuid not null unique,
  document_id uuid not null,
  portfolio_id uuid not null,
  label_id integer not null,
  tie bigint not null
);
comment on column index_forward.number is 'Never reused. tie orders equal scores by content, not by when something came in.';
create index index_forward_document on index_forward (document_id);
create table index_posting (
  lexeme_id integer not null,
  label_id integer not null,
  document_id uuid not null,
  df integer not null check (df > 0),
  entries bigint[] not null
);
comment on column index_posting.entries is 'passage number << 16 | impact in 256ths, one for each passage of the document with the lexeme.';
create index index_posting_lexeme on index_posting (lexeme_id, label_id) include (df);
create index index_posting_document on index_posting (document_id);
create table index_statistic (
  label_id integer primary key,
  passages bigint not null check (passages >= 0)
);

do $$
declare t text;
begin
  foreach t in array array['lexeme', 'forward', 'posting', 'statistic'] loop
    execute format('alter table index_%s enable row level security, force row level security', t);
    execute format('grant select on index_%s to kaas_gate', t);
    execute format('create policy gate_reads on index_%s for select to kaas_gate using (true)', t);
    execute format('grant select, insert, update, delete on index_%s to kaas_worker', t);
    execute format('create policy worker on index_%s to kaas_worker using (true) with check (true)', t);
  end loop;
end $$;

create function search_passages(terms text[], weights integer[], within uuid, most integer)
returns table (passage_id uuid, score bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off as $$
declare
  labels int[] := public.permitted_labels();
  total double precision;
begin
  select coalesce(sum(s.passages), 0) into total from public.index_statistic s where s.label_id = any (labels);
  return query
    with asked as materialized (
      select l.id, t.weight from unnest(terms, weights) as t (lexeme, weight) join public.index_lexeme l on l.lexeme = t.lexeme
    ), listed as materialized (
      select p.lexeme_id, a.weight, p.df, p.entries
        from asked a join public.index_posting p on p.lexeme_id = a.id
       where p.label_id = any (labels)
    ), rarity as (
      select l.lexeme_id, max(l.weight) * round(64 * ln(1 + (total - sum(l.df) + 0.5) / (sum(l.df) + 0.5)))::bigint as factor
        from listed l group by l.lexeme_id
    ), scored as (
      -- impact < 2^16, weight <= 16, idf < 64 * 21: each product is an integer. Sums of bigints would be numeric, and slow.
      select e >> 16 as number, sum(((e & 65535) * r.factor)::int) as points
        from listed l join rarity r on r.lexeme_id = l.lexeme_id, unnest(l.entries) e
       group by e >> 16
    ), best as (
      -- Without a portfolio only the best, and those equal to the last of them, need be looked up.
      select s.number, s.points from scored s
       order by s.points desc fetch first (case when within is null then most else 2147483647 end) rows with ties
    )
    select f.passage_id, b.points
      from best b join public.index_forward f on f.number = b.number
     where f.label_id = any (labels) and (within is null or f.portfolio_id = within)
     order by b.points desc, f.tie, f.passage_id
     limit most;
end $$;
comment on function search_passages is 'BM25 over the permitted passages, their statistics included, in integers. Takes no label.';

create function search_rarity(terms text[]) returns table (lexeme text, idf integer)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off as $$
declare
  labels int[] := public.permitted_labels();
  total double precision;
begin
  select coalesce(sum(s.passages), 0) into total from public.index_statistic s where s.label_id = any (labels);
  return query
    select t.lexeme, round(64 * ln(1 + (total - d.df + 0.5) / (d.df + 0.5)))::integer
      from unnest(terms) as t (lexeme)
      cross join lateral (
        select coalesce(sum(p.df), 0)::double precision as df
          from public.index_lexeme l join public.index_posting p on p.lexeme_id = l.id
         where l.lexeme = t.lexeme and p.label_id = any (labels)) d;
end $$;
comment on function search_rarity is 'How rare each term is among the permitted passages; unknown and hidden words are alike.';

revoke all on function search_passages(text[], integer[], uuid, integer) from public;
revoke all on function search_rarity(text[]) from public;
grant execute on function search_passages(text[], integer[], uuid, integer), search_rarity(text[]) to kaas_app;
alter function search_passages(text[], integer[], uuid, integer) owner to kaas_gate;
alter function search_rarity(text[]) owner to kaas_gate;

-- The queue holds ids only; the worker owns its use, the portal hands jobs over.
grant select, insert, update, delete on procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers to kaas_worker;
grant usage, select on all sequences in schema public to kaas_worker;
