-- The other publications of an application: by the caller's own rights, under row security. They are kept by label first and
-- the way to them is prescribed, one after the other, so that what is read, and how long it takes, is decided by the
-- permitted ones alone, whatever the planner thinks of how many there are.

create function find_siblings(documents uuid[]) returns table (document uuid, sibling uuid)
language plpgsql stable set search_path = pg_catalog, public, pg_temp set jit = off set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off set join_collapse_limit = 1 as $$
begin
  return query
    select mine.document_id, other.document_id
      from public.portfolios_publication mine
      join public.portfolios_publication other
        on other.office = mine.office and other.application_number = mine.application_number
     where mine.document_id = any (documents) and mine.application_number <> '';
end $$;
comment on function find_siblings is 'Documents with those of the same application, themselves and withdrawn ones among them.';
revoke all on function find_siblings(uuid[]) from public;
grant execute on function find_siblings(uuid[]) to kaas_app;
