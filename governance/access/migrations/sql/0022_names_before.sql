-- A change that names something in English keeps what it was called before: who reads the change later reads what was decided on.
-- The database says it and not who proposes: a part that says `was` by itself is refused as one that says too much.

set local row_security = on;
set local role kaas_gate;

create function with_names_before(items jsonb) returns jsonb
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select jsonb_agg(case when e.one ->> 'do' = 'name' then e.one || jsonb_build_object('was', public.english_name(e.one)) else e.one end
                   order by e.place)
    from jsonb_array_elements(items) with ordinality e (one, place);
$$;
comment on function with_names_before is 'The parts of a change, those that name something with its name in English until then. Internal.';

create or replace function propose_change(change uuid, items jsonb, note text, request text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  me uuid := public.identified_person();
  earlier jsonb; later jsonb; basis text; owners uuid[];
begin
  perform public.require_proposer(items);
  perform public.require_signed_in();
  if coalesce(note, '') !~ '\S' then perform public.refuse_change('reason_missing'); end if;
  if me = any (public.named_in_change(items)) then perform public.refuse_change('self_grant'); end if;
  basis := public.change_basis(items);
  earlier := public.reach_of(array[me], items, true);
  begin
    perform public.apply_change(items, change, note, request);
    owners := public.owners_needed(items);
    later := public.reach_of(array[me], items, true);
    raise exception 'tried' using errcode = 'KA003';
  exception when sqlstate 'KA003' then null;
  end;
  if public.gains(earlier, later) then perform public.refuse_change('self_grant'); end if;
  insert into public.access_change (id, state, items, note, basis, compartments, proposed_by, proposed_at)
  values (change, 'proposed', public.with_names_before(items), note, basis, owners, me, statement_timestamp());
  perform public.append_event(gen_random_uuid(), 'change:proposed', 'change:' || change, 'done',
    jsonb_build_object('parts', jsonb_array_length(items)), request);
end $$;

revoke all on function with_names_before(jsonb) from public;
reset role;
set local row_security = off;
