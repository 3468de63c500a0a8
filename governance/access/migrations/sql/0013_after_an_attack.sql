-- What an attack left: names that look alike, level 4 regained behind its owner's back, and a word given for one's own gain.

set local row_security = on;
set local role kaas_gate;

create function name_skeleton(said text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  -- After Unicode TR39, as far as names here are concerned: compatibility forms folded, Cyrillic and Greek letters by the Latin ones
  -- they look like, katakana by the kanji or hiragana they look like, spaces as one, capitals as small letters.
  select lower(regexp_replace(btrim(translate(normalize(said, NFKC),
    'АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονロニカエタトハヘベペー―‐−',
    'ABESIJKMHOPCTYXaesijopcyxdqwABEZHIKMNOPTYXov口二力工夕卜八へべぺ一一--')), '\s+', ' ', 'g'));
$$;
comment on function name_skeleton is 'What a name looks like: two that have the same are taken for each other. Internal.';

create function name_clash(kind text, said text) returns text
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  found text;
begin
  execute format('select min(case when n.name = $1 then ''name_taken'' else ''name_confusable'' end) from public.access_%s n
                   where public.name_skeleton(n.name) = public.name_skeleton($1)', replace(kind, '_', '')) into found using said;
  return coalesce(found, '');
end $$;
comment on function name_clash is 'Why something of the kind may not be called so: another is, or looks as if it were. Internal.';

create or replace function make_part(item jsonb, by_change uuid, request text) returns void
language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
declare
  made uuid := coalesce((item ->> 'target')::uuid, gen_random_uuid());
  what text := item ->> 'kind';
begin
  -- As long as the columns are; the forms say the same.
  if length(item ->> 'name') > (case what when 'marking' then 100 else 200 end) then perform public.refuse_change('name_too_long'); end if;
  if coalesce(item ->> 'name', '') !~ '^\S'
     or (what <> 'marking' and coalesce(item ->> 'slug', '') !~ '^[-A-Za-z0-9_]{1,80}$')
     or (what = 'export_tag' and (coalesce(item ->> 'regime', '') not in ('EAR', 'FEFA', 'CN-ECL') or coalesce(item ->> 'code', '') = '')) then
    perform public.refuse_change('unknown_value');
  end if;
  if what in ('compartment', 'track', 'reader_group', 'export_tag', 'marking') and public.name_clash(what, item ->> 'name') <> '' then
    perform public.refuse_change(public.name_clash(what, item ->> 'name'));
  end if;
  case what
    when 'compartment', 'track', 'reader_group' then
      execute format('insert into public.access_%s (id, slug, name) values ($1, $2, $3)', replace(what, '_', ''))
        using made, item ->> 'slug', item ->> 'name';
    when 'export_tag' then
      insert into public.access_exporttag (id, slug, name, regime, code, status, reviewer)
      values (made, item ->> 'slug', item ->> 'name', item ->> 'regime', left(item ->> 'code', 40),
              left(coalesce(item ->> 'status', 'classified'), 20), coalesce(item ->> 'reviewer', ''));
    when 'marking' then
      insert into public.access_marking (id, name, label_id) values (made, item ->> 'name', public.intern_part(item));
    else perform public.refuse_change('unknown_kind');
  end case;
  perform public.append_event(gen_random_uuid(), 'access:extended', what || ':' || made, 'done',
    jsonb_build_object('what', what, 'change', by_change), request);
exception when unique_violation then
  perform public.refuse_change('name_taken');
end $$;

create or replace function owners_needed(items jsonb) returns uuid[]
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  -- Whatever part of a change lets level 4 of a compartment be read, again or for the first time: a clearance, the compartment itself,
  -- the end of a wall around it, a track or a reader group. Standing, roles and licences are taken as held.
  with part as (
    select e.one ->> 'kind' as kind, (e.one ->> 'person')::uuid as who, (e.one ->> 'target')::uuid as target, (e.one ->> 'level')::int as level
      from jsonb_array_elements(items) e (one)
     where e.one ->> 'do' = 'open' and e.one ->> 'kind' in ('clearance', 'compartment', 'track', 'reader_group')
     union all
    select 'wall', w.person_id, w.compartment_id, null
      from jsonb_array_elements(items) e (one) join public.access_wall w on w.id = (e.one ->> 'target')::uuid
     where e.one ->> 'do' = 'close' and e.one ->> 'kind' = 'wall'
  ), held as (
    select distinct p.kind, p.who, p.target, p.level, m.compartment_id
      from part p join public.access_compartmentmembership m on m.person_id = p.who
     where (m.valid_to is null or m.valid_to > statement_timestamp())
       and exists (select from public.access_clearance c where c.person_id = p.who and c.level = 4
                      and (c.valid_to is null or c.valid_to > statement_timestamp()))
  )
  select array(
    select distinct h.compartment_id from held h join public.access_label l on l.level = 4 and h.compartment_id = any (l.compartments)
     where case h.kind
       when 'clearance' then h.level = 4
       when 'track' then h.target = any (l.tracks) and l.compartments <@ array(select o.compartment_id from held o where o.who = h.who)
       when 'reader_group' then h.target = any (l.reader_groups) and l.compartments <@ array(select o.compartment_id from held o where o.who = h.who)
       else h.compartment_id = h.target end
     order by 1);
$$;

create or replace function agree_to_change(change uuid, request text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  me uuid := public.live_person();
  it public.access_change;
  earlier jsonb; later jsonb;
begin
  perform public.require_signed_in();
  select * into it from public.access_change c where c.id = change for update;
  if me is null or not (public.role_permits(me, 'export:classify', statement_timestamp())
             or exists (select from public.access_compartmentownership o
                         where o.person_id = me and o.compartment_id = any (it.compartments) and o.valid_from <= statement_timestamp()
                           and (o.valid_to is null or o.valid_to > statement_timestamp()))) then
    perform public.refuse_change('not_an_owner');
  end if;
  if it.id is null then perform public.refuse_change('unknown_change'); end if;
  if it.state <> 'proposed' then perform public.refuse_change('already_decided'); end if;
  if me = any (public.named_in_change(it.items)) then perform public.refuse_change('self_grant'); end if;
  if exists (select from public.access_agreement a where a.change_id = change and a.person = me) then
    perform public.refuse_change('already_agreed');
  end if;
  earlier := public.reach_of(array[me], it.items, true);
  begin
    perform public.apply_change(it.items, it.id, it.note, request);
    later := public.reach_of(array[me], it.items, true);
    raise exception 'tried' using errcode = 'KA003';
  exception when sqlstate 'KA003' then null;
  end;
  if public.gains(earlier, later) then perform public.refuse_change('self_grant'); end if;
  insert into public.access_agreement (id, change_id, person) values (gen_random_uuid(), change, me);
  perform public.append_event(gen_random_uuid(), 'change:agreed', 'change:' || change, 'done', '{}', request);
end $$;

create or replace function activate_change(it access_change, request text) returns void
language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
declare
  me uuid := public.identified_person();
  both_of_us uuid[] := array[me, it.proposed_by];
  agreed uuid[] := both_of_us || array(select a.person from public.access_agreement a where a.change_id = it.id);
  earlier jsonb; review text; compartment uuid;
  moment timestamptz := clock_timestamp();  -- the call may have waited for another decision
begin
  if me = it.proposed_by then perform public.refuse_change('same_person'); end if;
  if both_of_us && public.named_in_change(it.items) then perform public.refuse_change('self_grant'); end if;
  if public.change_basis(it.items) <> it.basis
     or not (public.role_permits(it.proposed_by, 'access:manage', moment)
             or public.role_permits(it.proposed_by, 'export:classify', moment)) then
    perform public.refuse_change('basis_changed');
  end if;
  earlier := public.reach_of(agreed, it.items, true);
  perform public.apply_change(it.items, it.id, it.note, request);
  if public.gains(earlier, public.reach_of(agreed, it.items, true)) then perform public.refuse_change('self_grant'); end if;
  foreach compartment in array public.owners_needed(it.items) loop
    if not exists (select from public.access_compartmentownership o
                    where o.compartment_id = compartment and o.person_id = any (agreed) and o.valid_from <= moment
                      and (o.valid_to is null or o.valid_to > moment)) then
      perform public.refuse_change('restricted_needs_owner');
    end if;
  end loop;
  review := public.review_needed(it.items);
  if review <> '' and not exists (select from unnest(agreed) a (one) where public.role_permits(a.one, 'export:classify', moment)) then
    perform public.refuse_change(review);
  end if;
  if public.ownerless_opened(it.items) and not exists (
      select from public.access_agreement a
       where a.change_id = it.id and a.person <> all (both_of_us) and public.role_permits(a.person, 'export:classify', moment)) then
    perform public.refuse_change('restricted_needs_third');
  end if;
end $$;

revoke all on function name_skeleton(text), name_clash(text, text) from public;
reset role;
set local row_security = off;
