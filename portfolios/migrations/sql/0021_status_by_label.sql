-- Which publications have a status: by the caller's own rights, under row security. What it reads, and so how long it
-- takes, is decided by the permitted records alone: applications by label, and everything else by application.

create function register_published(wanted text, day date) returns setof text
language plpgsql stable set search_path = pg_catalog, public, pg_temp set jit = off set enable_seqscan = off
  set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  return query
    with told as (
      -- Of the records of one application that say anything of the day, the one that was recorded last.
      select a.id, first_value(s.status) over latest as status, first_value(s.flags) over latest as flags
        from public.register_application a
        left join public.register_status s on s.application = a.id and s.since <= day and (s.until is null or s.until > day)
      window latest as (partition by a.number order by s.status is null, a.recorded_at desc, a.id desc)
    )
    select distinct n.number from told t
      join public.register_name n on n.application = t.id and n.what = 'publication'
     where t.status = wanted or wanted = any (t.flags);
end $$;
comment on function register_published is 'The publications of applications with this status, or a flag of one, on that day.';
revoke all on function register_published(text, date) from public;
grant execute on function register_published(text, date) to kaas_app;
