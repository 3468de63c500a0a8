-- What a name may look like: one line of its own, which nothing else of its kind bears as its code. Whoever approves a change reads
-- the names in it and not the codes beside them.

set local row_security = on;
set local role kaas_gate;

create function is_written_well(said text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select said !~ '[\u000a-\u000d\u0085\u2028\u2029]'
     and said !~ '^[\u0009\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]'
     and said !~ '[\u0009\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]$'
     -- A mark that stands over a letter stands over one.
     and said !~ '(^|[\u0009\u0020-\u002f\u003a-\u0040\u00a0\u1680\u2000-\u206f\u3000-\u3003])[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]';
$$;
comment on function is_written_well is 'Whether a name is one line without blanks at its ends and marks over nothing. Internal.';

create or replace function name_clash(kind text, said text, own uuid) returns text
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  found text;
  -- A marking is called the same in every language and has no code; people are told apart by the one they sign in with alone.
  names text := case kind when 'marking' then 'n.name' when 'person' then 'n.username'
                          else 'n.slug, n.name, nullif(n.name_en, '''')' end;
begin
  execute format('select max(case when $1 in (%1$s) then ''name_taken'' else ''name_confusable'' end) from public.access_%2$s n
                   where n.id is distinct from $2
                     and exists (select from unnest(array[%1$s]) o (one) where public.name_skeleton(o.one) = public.name_skeleton($1))',
                 names, case kind when 'person' then 'user' else replace(kind, '_', '') end) into found using said, own;
  return coalesce(found, '');
end $$;
comment on function name_clash is 'Why something of the kind may not be called so, in any language: another is, or has it for its code, or looks as if it were. Internal.';

create or replace function name_part(item jsonb, by_change uuid, request text) returns void
language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
declare
  what text := item ->> 'kind';
  named uuid := coalesce(item ->> 'person', item ->> 'target');
  said text := coalesce(item ->> 'name_en', '');
  before text := public.english_name(item);
  clash text;
begin
  if before is null then
    perform public.refuse_change(case what when 'person' then 'unknown_person' else 'unknown_target' end);
  end if;
  if length(said) > 200 then perform public.refuse_change('name_too_long'); end if;
  if said <> '' and said !~ '^\S' then perform public.refuse_change('unknown_value'); end if;
  if said = before then perform public.refuse_change('already_named'); end if;
  clash := public.name_clash(what, nullif(said, ''), named);
  if clash <> '' then perform public.refuse_change(clash); end if;
  if not public.is_written_well(said) then perform public.refuse_change('unknown_value'); end if;
  execute format('update public.access_%s set name_en = $1 where id = $2', case what when 'person' then 'user' else replace(what, '_', '') end)
    using said, named;
  perform public.append_event(gen_random_uuid(), 'name:changed', what || ':' || named, 'done',
    jsonb_build_object('what', what, 'change', by_change), request);
end $$;

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
    foreach clash in array array[public.name_clash(what, item ->> 'slug', made), public.name_clash(what, item ->> 'name', made),
                                 public.name_clash(what, item ->> 'name_en', made)] loop
      if clash <> '' then perform public.refuse_change(clash); end if;
    end loop;
  end if;
  if not (public.is_written_well(item ->> 'name') and public.is_written_well(said_en)) then
    perform public.refuse_change('unknown_value');
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

revoke all on function is_written_well(text) from public;
reset role;
set local row_security = off;
