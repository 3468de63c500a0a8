-- Cells: vectors stand in the index by the place they are near to, so that a broad reader's search looks at a few thousand rows of
-- a million. The places are a codebook that no document had a part in, and what is read is permitted, every row of it (ADR 0021).

alter table embedding_space add codebook text not null default '';
comment on column embedding_space.codebook is 'Which list of texts its cells are the vectors of; empty while it has no cells.';

create table embedding_cell (
  space_id smallint not null references embedding_space on delete cascade,
  cell smallint not null,
  centre halfvec not null,
  primary key (space_id, cell)
) with (toast_tuple_target = 8160);
comment on table embedding_cell is 'The codebook of a space. centre: of length 1, made of published texts, never of documents.';

alter table index_vector
  drop bits,
  add cell smallint,
  add code bit varying,
  add along real,
  add apart real,
  add check (num_nulls(cell, code, along, apart) in (0, 4));
comment on column index_vector.cell is 'The cell whose centre is nearest; null where the space has none yet.';
comment on column index_vector.code is
  'vector - centre at length 1, each number held against 0, 0.6 and -0.6 deviations. apart: its own length. along: its product with centre.';

-- The cell first, so that its neighbours stand together; then who may read it. All that a first estimate needs is in the index.
create index index_vector_cell on index_vector (space_id, cell, label_id, portfolio_id) include (number, code, along, apart);
create index index_vector_portfolio on index_vector (space_id, label_id, portfolio_id);
drop index index_vector_label;

create table index_vector_count (
  space_id smallint not null references embedding_space on delete cascade,
  label_id integer not null,
  portfolio_id uuid not null,
  vectors bigint not null check (vectors >= 0),
  placed bigint not null check (placed between 0 and vectors),
  primary key (space_id, label_id, portfolio_id)
);
comment on table index_vector_count is 'Vectors of a space under a label in a portfolio, and how many of them are in a cell. Kept by triggers.';

do $$
declare t text;
begin
  foreach t in array array['embedding_cell', 'index_vector_count'] loop
    execute format('alter table %s enable row level security, force row level security', t);
    execute format('grant select on %s to kaas_gate', t);
    execute format('create policy gate_reads on %s for select to kaas_gate using (true)', t);
    execute format('grant select, insert, update, delete on %s to kaas_worker', t);
    execute format('create policy worker on %s to kaas_worker using (true) with check (true)', t);
  end loop;
end $$;

-- What goes or moves by a foreign key goes in the owner's name, and is counted in that name.
create policy owner_counts on index_vector_count to kaas_owner using (true) with check (true);

-- What is held already is counted here, and placed by `kaas embed` or the worker. Until then every one is compared, as before.
alter table index_vector no force row level security;
alter table index_vector_count no force row level security;
insert into index_vector_count (space_id, label_id, portfolio_id, vectors, placed)
  select space_id, label_id, portfolio_id, count(vector), 0 from index_vector group by 1, 2, 3;
alter table index_vector force row level security;
alter table index_vector_count force row level security;

create function place_vector() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp set jit = off set enable_seqscan = off as $$
declare
  nearest public.embedding_cell;
  apart public.halfvec; direction public.halfvec; step public.halfvec;
begin
  if new.vector is not null then
    select c.* into nearest from public.embedding_cell c where c.space_id = new.space_id
     order by c.centre <#> new.vector, c.cell limit 1;
  end if;
  if nearest.cell is not null then
    apart := new.vector - nearest.centre;
    direction := l2_normalize(apart);
    step := array_fill(0.6 / sqrt(vector_dims(direction)), array[vector_dims(direction)])::public.halfvec;
    new.cell := nearest.cell;
    new.code := binary_quantize(direction) || binary_quantize(direction - step) || binary_quantize(direction + step);
    new.apart := l2_norm(apart);
    new.along := -(nearest.centre <#> apart);
  end if;
  return new;
end $$;
create trigger placed before insert or update of vector on index_vector for each row execute function place_vector();

create function count_vectors() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op <> 'INSERT' then
    update public.index_vector_count c set vectors = c.vectors - g.vectors, placed = c.placed - g.placed
      from (select space_id, label_id, portfolio_id, count(vector) as vectors, count(cell) as placed from gone group by 1, 2, 3) g
     where c.space_id = g.space_id and c.label_id = g.label_id and c.portfolio_id = g.portfolio_id;
  end if;
  if tg_op <> 'DELETE' then
    insert into public.index_vector_count as c (space_id, label_id, portfolio_id, vectors, placed)
      select space_id, label_id, portfolio_id, count(vector), count(cell) from come group by 1, 2, 3
      on conflict (space_id, label_id, portfolio_id) do update
        set vectors = c.vectors + excluded.vectors, placed = c.placed + excluded.placed;
  end if;
  return null;
end $$;
create trigger counted_in after insert on index_vector
  referencing new table as come for each statement execute function count_vectors();
create trigger counted_out after delete on index_vector
  referencing old table as gone for each statement execute function count_vectors();
create trigger counted_over after update on index_vector
  referencing old table as gone new table as come for each statement execute function count_vectors();

set local row_security = on;
set local role kaas_gate;

create function compare_vectors(query halfvec, searched smallint, labels integer[], portfolios uuid[], most integer)
returns table (passage_id uuid, similarity real)
language plpgsql stable set search_path = pg_catalog, public, pg_temp set jit = off set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  return query
    -- With ties, so that the order in which passages came in decides nothing at the edge.
    with nearest as materialized (
      select v.number, v.vector <#> query as distance
        from public.index_vector v
       where v.space_id = searched and v.label_id = any (labels) and v.portfolio_id = any (portfolios) and v.vector is not null
       order by distance fetch first (most) rows with ties
    )
    select f.passage_id, (-n.distance)::real
      from nearest n join public.index_forward f on f.number = n.number
     order by n.distance, f.tie, f.passage_id
     limit most;
end $$;
comment on function compare_vectors is 'The nearest of these, every one of them compared. Internal.';

create function probe_vectors(
  query halfvec, searched smallint, labels integer[], portfolios uuid[], looked integer, kept integer, most integer)
returns table (passage_id uuid, similarity real)
language plpgsql stable set search_path = pg_catalog, public, pg_temp set jit = off set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off
  set enable_material = off set enable_memoize = off as $$
declare
  step constant public.halfvec := array_fill(0.6 / sqrt(vector_dims(query)), array[vector_dims(query)])::public.halfvec;
  -- Of the angle, for each bit that differs: directions at right angles differ in 0.432 of their bits. Within .016 of the cosine.
  turn constant double precision := pi() / 2 / (0.432 * 3 * vector_dims(query));
begin
  return query
    -- Whole cells, the nearest first, until `looked` permitted rows were seen: the fewer there are, the further it goes.
    with near as (
      select d.cell, d.away, sqrt(greatest(2 + 2 * d.away, 0)) as apart,
             binary_quantize(d.direction) || binary_quantize(d.direction - step) || binary_quantize(d.direction + step) as code
        from (select c.cell, c.away, l2_normalize(query - c.centre) as direction
                from (select e.cell, e.centre, e.centre <#> query as away from public.embedding_cell e
                       where e.space_id = searched order by away offset 0) c order by away offset 0) d order by away offset 0
    ), seen as (
      select v.number, v.along - n.away + v.apart * n.apart * cos(turn * (v.code <~> n.code)) as estimate
        from near n cross join lateral (
          select i.number, i.code, i.along, i.apart from public.index_vector i
           where i.space_id = searched and i.cell = n.cell and i.label_id = any (labels) and i.portfolio_id = any (portfolios)) v
       order by n.away fetch first (looked) rows with ties
    ), likely as materialized (
      select s.number from seen s order by s.estimate desc fetch first (kept) rows with ties
    ), nearest as materialized (
      select v.number, v.vector <#> query as distance
        from likely l join public.index_vector v on v.space_id = searched and v.number = l.number
       order by distance fetch first (most) rows with ties
    )
    select f.passage_id, (-n.distance)::real
      from nearest n join public.index_forward f on f.number = n.number
     order by n.distance, f.tie, f.passage_id
     limit most;
end $$;
comment on function probe_vectors is
  'The nearest of these, as far as the cells nearest to the query tell: estimated from the codes, then compared. Internal.';

create or replace function search_vectors(query halfvec, space text, within uuid, most integer)
returns table (passage_id uuid, similarity real)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off
  set plan_cache_mode = force_generic_plan as $$
declare
  few constant integer := 16000;  -- visible rows that are all compared
  searched smallint := (select s.id from public.embedding_space s where s.name = space and s.is_searched);
  labels integer[]; portfolios uuid[];
  visible bigint; placed bigint;
  looked integer; kept integer;
begin
  -- The plan follows what is counted of the permitted rows, and nothing else.
  select array_agg(distinct c.label_id), array_agg(distinct c.portfolio_id), sum(c.vectors), sum(c.placed)
    into labels, portfolios, visible, placed
    from public.index_vector_count c
   where c.space_id = searched and c.label_id = any (public.permitted_labels()) and c.vectors > 0
     and (within is null or c.portfolio_id = within);
  if visible <= few or placed < visible then
    return query select * from public.compare_vectors(query, searched, labels, portfolios, most);
  elsif visible > few then
    looked := least(greatest(visible * 2 / 25, 5000), 40000);
    kept := greatest(least(visible / 500, 600), 300, 4 * most);
    return query select * from public.probe_vectors(query, searched, labels, portfolios, looked, kept, most);
  end if;
end $$;
comment on function search_vectors is 'The permitted passages nearest to a query. Takes no label.';

revoke all on function compare_vectors(halfvec, smallint, integer[], uuid[], integer) from public;
revoke all on function probe_vectors(halfvec, smallint, integer[], uuid[], integer, integer, integer) from public;
reset role;
set local row_security = off;
