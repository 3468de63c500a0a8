-- Vectors beside the words: what a model made of each passage, in the index, which the application is granted nothing of.

create table embedding_space (
  id smallint generated always as identity primary key,
  name text not null unique,
  dimensions smallint not null check (dimensions > 0),
  is_searched boolean not null default false,
  unique (id, dimensions)
);
comment on table embedding_space is 'A model, in one version. Vectors of two spaces are never compared; one space at most is searched.';
create unique index embedding_space_searched on embedding_space (is_searched) where is_searched;

alter table index_forward add unique (number, label_id);

create table index_vector (
  space_id smallint not null references embedding_space on delete cascade,
  number bigint not null,
  label_id integer not null,
  portfolio_id uuid not null,
  vector halfvec,
  bits bit varying generated always as (binary_quantize(vector)) stored,
  dimensions smallint generated always as (vector_dims(vector)) stored,
  primary key (space_id, number),
  foreign key (space_id, dimensions) references embedding_space (id, dimensions),
  -- A passage that leaves the index takes its vectors along, and one that changes its label takes them there.
  foreign key (number, label_id) references index_forward (number, label_id) on update cascade on delete cascade
) with (toast_tuple_target = 8160);
comment on column index_vector.vector is 'Of length 1; null where the model cannot read the passage. Kept in the row up to 4,000 dimensions.';
create index index_vector_label on index_vector (space_id, label_id);
create index index_vector_number on index_vector (number);

alter table embedding_space enable row level security, force row level security;
grant select on embedding_space to kaas_app, kaas_gate;
grant select, insert, update, delete on embedding_space to kaas_worker;
create policy what_is_searched on embedding_space for select to kaas_app
  using ((select public.identified_person()) is not null and is_searched);
create policy gate_reads on embedding_space for select to kaas_gate using (true);
create policy worker on embedding_space to kaas_worker using (true) with check (true);

alter table index_vector enable row level security, force row level security;
grant select on index_vector to kaas_gate;
grant select, insert, update, delete on index_vector to kaas_worker;
create policy gate_reads on index_vector for select to kaas_gate using (true);
create policy worker on index_vector to kaas_worker using (true) with check (true);

grant usage, select on sequence embedding_space_id_seq to kaas_worker;

create function search_vectors(query halfvec, space text, within uuid, most integer)
returns table (passage_id uuid, similarity real)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set jit = off as $$
declare
  labels int[] := public.permitted_labels();
  searched smallint := (select s.id from public.embedding_space s where s.name = space and s.is_searched);
begin
  return query
    -- With ties, so that the order in which passages came in decides nothing at the edge.
    with nearest as materialized (
      select v.number, v.vector <#> query as distance
        from public.index_vector v
       where v.space_id = searched and v.label_id = any (labels) and v.vector is not null
         and (within is null or v.portfolio_id = within)
       order by distance fetch first (most) rows with ties
    )
    select f.passage_id, (-n.distance)::real
      from nearest n join public.index_forward f on f.number = n.number
     order by n.distance, f.tie, f.passage_id
     limit most;
end $$;
comment on function search_vectors is 'The nearest of the permitted passages, every one of them compared. Takes no label.';

revoke all on function search_vectors(halfvec, text, uuid, integer) from public;
grant execute on function search_vectors(halfvec, text, uuid, integer) to kaas_app;
alter function search_vectors(halfvec, text, uuid, integer) owner to kaas_gate;
