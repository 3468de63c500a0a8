-- A name in English beside the one name: of people, and of what labels name. It is said with what is made, and given, changed or taken
-- away by a part of a change that names it. It decides nothing; but whoever approves reads it, so that two of a kind look different
-- in either language.

do $$
declare t text;
begin
  foreach t in array array['user', 'compartment', 'track', 'readergroup', 'exporttag'] loop
    execute format('grant update (name_en) on access_%s to kaas_gate', t);
    execute format('create policy gate_names on access_%s for update to kaas_gate using (true)', t);
  end loop;
end $$;

set local row_security = on;
set local role kaas_gate;

drop function name_clash(text, text);
create function name_clash(kind text, said text, own uuid) returns text
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  found text;
  -- A marking is called the same in every language.
  both_names text := case kind when 'marking' then 'n.name' else 'n.name, nullif(n.name_en, '''')' end;
begin
  execute format('select max(case when $1 in (%1$s) then ''name_taken'' else ''name_confusable'' end) from public.access_%2$s n
                   where n.id is distinct from $2
                     and exists (select from unnest(array[%1$s]) o (one) where public.name_skeleton(o.one) = public.name_skeleton($1))',
                 both_names, replace(kind, '_', '')) into found using said, own;
  return coalesce(found, '');
end $$;
comment on function name_clash is 'Why something of the kind may not be called so, in any language: another is, or looks as if it were. Internal.';

create function english_name(item jsonb) returns text
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  what text := item ->> 'kind';
  found text;
begin
  if what is null or what not in ('person', 'compartment', 'track', 'reader_group', 'export_tag') then
    perform public.refuse_change('unknown_kind');
  end if;
  execute format('select n.name_en from public.access_%s n where n.id = $1', case what when 'person' then 'user' else replace(what, '_', '') end)
    into found using coalesce(item ->> 'person', item ->> 'target')::uuid;
  return found;
end $$;
comment on function english_name is 'The name in English, perhaps empty, of what a part of a change names; null where there is nothing of the kind. Internal.';

create function name_part(item jsonb, by_change uuid, request text) returns void
language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
declare
  what text := item ->> 'kind';
  named uuid := coalesce(item ->> 'person', item ->> 'target');
  said text := coalesce(item ->> 'name_en', '');
  before text := public.english_name(item);
begin
  if before is null then
    perform public.refuse_change(case what when 'person' then 'unknown_person' else 'unknown_target' end);
  end if;
  if length(said) > 200 then perform public.refuse_change('name_too_long'); end if;
  if said <> '' and said !~ '^\S' then perform public.refuse_change('unknown_value'); end if;
  if said = before then perform public.refuse_change('already_named'); end if;
  -- Many people bear the same name; they are told apart by the one they sign in with.
  if what <> 'person' and public.name_clash(what, nullif(said, ''), named) <> '' then
    perform public.refuse_change(public.name_clash(what, said, named));
  end if;
  execute format('update public.access_%s set name_en = $1 where id = $2', case what when 'person' then 'user' else replace(what, '_', '') end)
    using said, named;
  perform public.append_event(gen_random_uuid(), 'name:changed', what || ':' || named, 'done',
    jsonb_build_object('what', what, 'change', by_change), request);
end $$;
comment on function name_part is 'Gives something a name in English or takes it away, with its event. Internal.';

create or replace function make_part(item jsonb, by_change uuid, request text) returns void
language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
declare
  made uuid := coalesce((item ->> 'target')::uuid, gen_random_uuid());
  what text := item ->> 'kind';
  said_en text := coalesce(item ->> 'name_en', '');
  clash text;
begin
  -- As long as the columns are; the forms say the same.
  if length(item ->> 'name') > (case what when 'marking' then 100 else 200 end) or length(item ->> 'name_en') > 200 then
    perform public.refuse_change('name_too_long');
  end if;
  if coalesce(item ->> 'name', '') !~ '^\S' or item ->> 'name_en' !~ '^\S'
     or (what <> 'marking' and coalesce(item ->> 'slug', '') !~ '^[-A-Za-z0-9_]{1,80}$')
     or (what = 'export_tag' and (coalesce(item ->> 'regime', '') not in ('EAR', 'FEFA', 'CN-ECL') or coalesce(item ->> 'code', '') = '')) then
    perform public.refuse_change('unknown_value');
  end if;
  -- One id names one thing: whoever approves reads names by it.
  if exists (select from public.access_user t where t.id = made) or exists (select from public.access_compartment t where t.id = made)
     or exists (select from public.access_track t where t.id = made) or exists (select from public.access_readergroup t where t.id = made)
     or exists (select from public.access_exporttag t where t.id = made) or exists (select from public.access_marking t where t.id = made) then
    perform public.refuse_change('unknown_value');
  end if;
  if what in ('compartment', 'track', 'reader_group', 'export_tag', 'marking') then
    foreach clash in array array[public.name_clash(what, item ->> 'name', made), public.name_clash(what, item ->> 'name_en', made)] loop
      if clash <> '' then perform public.refuse_change(clash); end if;
    end loop;
  end if;
  case what
    when 'compartment', 'track', 'reader_group' then
      execute format('insert into public.access_%s (id, slug, name, name_en) values ($1, $2, $3, $4)', replace(what, '_', ''))
        using made, item ->> 'slug', item ->> 'name', said_en;
    when 'export_tag' then
      insert into public.access_exporttag (id, slug, name, name_en, regime, code, status, reviewer)
      values (made, item ->> 'slug', item ->> 'name', said_en, item ->> 'regime', left(item ->> 'code', 40),
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

create or replace function apply_change(items jsonb, by_change uuid, note text, request text) returns void
language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
declare
  item jsonb;
begin
  for item in select e.one from jsonb_array_elements(items) e (one) loop
    case item ->> 'do'
      when 'open' then perform public.open_part(item, by_change, note, request);
      when 'close' then perform public.close_part(item, by_change, request);
      when 'make' then perform public.make_part(item, by_change, request);
      when 'name' then perform public.name_part(item, by_change, request);
      else perform public.refuse_change('unknown_kind');
    end case;
  end loop;
end $$;

create or replace function says_only(item jsonb) returns text[]
language sql immutable set search_path = pg_catalog, public, pg_temp as $$
  select array['do', 'kind', 'reason'] || case item ->> 'do'
    when 'close' then array['target', 'valid_to']
    when 'make' then array['target', 'name'] || case item ->> 'kind'
      when 'marking' then array['level', 'compartments', 'tracks', 'reader_groups', 'export_tags']
      when 'export_tag' then array['slug', 'name_en', 'regime', 'code', 'status', 'reviewer']
      else array['slug', 'name_en'] end
    when 'name' then array['name_en', case item ->> 'kind' when 'person' then 'person' else 'target' end]
    else array['valid_from', 'valid_to'] || case item ->> 'kind'
      when 'licence' then array['target', 'value', 'place']
      when 'clearance' then array['person', 'level']
      when 'grant' then array['person', 'value']
      when 'standing' then array['person', 'value']
      when 'export_status' then array['person', 'value']
      else array['person', 'target'] end
    end;
$$;

create or replace function change_basis(items jsonb) returns text
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  kind text; item jsonb; shape record; named uuid[] := public.named_in_change(items); told text; basis text := '';
begin
  for kind in select distinct e.one ->> 'kind' from jsonb_array_elements(items) e (one) where e.one ->> 'do' not in ('make', 'name') order by 1 loop
    select * into shape from public.fact_shape(kind);
    if shape.relation is null then perform public.refuse_change('unknown_kind'); end if;
    execute format('select string_agg(f.id || ''/'' || coalesce(extract(epoch from f.valid_to)::text, ''''), '','' order by f.id)
                      from public.%I f where %s', shape.relation,
                   case kind when 'licence' then '$1 is not null' else 'f.person_id = any ($1)' end) into told using named;
    basis := basis || kind || ':' || coalesce(told, '') || ';';
  end loop;
  for item in select e.one from jsonb_array_elements(items) e (one) where e.one ->> 'do' = 'name' loop
    basis := basis || 'name:' || coalesce(public.english_name(item), '') || ';';
  end loop;
  return encode(sha256(convert_to(basis, 'UTF8')), 'hex');
end $$;

create or replace function review_needed(items jsonb) returns text
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select case
    when exists (select from jsonb_array_elements(items) e (one) where e.one ->> 'kind' in ('export_status', 'licence')
                   or (e.one ->> 'do' in ('make', 'name') and e.one ->> 'kind' = 'export_tag')) then 'export_needs_review'
    when exists (select from jsonb_array_elements(items) e (one)
                  where e.one ->> 'do' = 'open' and e.one ->> 'kind' = 'track'
                    and exists (select from public.access_trackmembership m
                                 where m.person_id = (e.one ->> 'person')::uuid and m.track_id <> (e.one ->> 'target')::uuid
                                   and (m.valid_to is null or m.valid_to > statement_timestamp()))) then 'cross_track_needs_export_review'
    else '' end;
$$;

create or replace function require_proposer(items jsonb) returns void
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
  if jsonb_typeof(items) is distinct from 'array' or jsonb_array_length(items) = 0 then perform public.refuse_change('nothing_proposed'); end if;
  if jsonb_array_length(items) > 200 then perform public.refuse_change('too_much'); end if;
  perform public.check_parts(items);
  -- Export control proposes what is its own, and the tracks it reviews.
  if not (public.has_permission('export:classify')
          and not exists (select from jsonb_array_elements(items) e (one)
                           where coalesce(e.one ->> 'kind', '') not in ('export_status', 'export_tag', 'licence', 'track')
                              or (e.one ->> 'kind' = 'track' and e.one ->> 'do' in ('make', 'name')))) then
    perform public.require_permission('access:manage');
  end if;
end $$;

revoke all on function name_clash(text, text, uuid), english_name(jsonb), name_part(jsonb, uuid, text) from public;
reset role;
set local row_security = off;
