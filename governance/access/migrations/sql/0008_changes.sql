-- Changes of access: what a proposed change would do, and the only ways in which the serving role makes one true. All of it
-- is decided here, so that SQL injected into the application's connection cannot grant: two people have to sign in for it.

create function decided_once() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.state <> 'proposed' or new.state = 'proposed'
     or to_jsonb(new) - array['state', 'decided_by', 'decided_at', 'decision_note']
        is distinct from to_jsonb(old) - array['state', 'decided_by', 'decided_at', 'decision_note'] then
    raise exception 'a change of access is decided once, never changed' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger decided_once before update on access_change for each row execute function decided_once();

-- What the gate may write: facts, their ends, and what facts and labels name.
do $$
declare t text;
begin
  foreach t in array array['standing', 'clearance', 'grant', 'compartmentmembership', 'trackmembership', 'readergroupmembership',
      'wall', 'exportstatus', 'compartmentownership', 'exportlicence'] loop
    execute format('grant insert on access_%s to kaas_gate', t);
    execute format('grant update (valid_to) on access_%s to kaas_gate', t);
    execute format('create policy gate_opens on access_%s for insert to kaas_gate with check (true)', t);
    execute format('create policy gate_closes on access_%s for update to kaas_gate using (true)', t);
  end loop;
  foreach t in array array['compartment', 'track', 'readergroup', 'exporttag', 'label', 'marking', 'change', 'agreement', 'emergency'] loop
    execute format('grant insert on access_%s to kaas_gate', t);
    execute format('create policy gate_adds on access_%s for insert to kaas_gate with check (true)', t);
  end loop;
end $$;
grant update (state, decided_by, decided_at, decision_note) on access_change to kaas_gate;
create policy gate_decides on access_change for update to kaas_gate using (true);
grant update (ended_at) on access_emergency to kaas_gate;
create policy gate_ends on access_emergency for update to kaas_gate using (true);

set local row_security = on;
set local role kaas_gate;

-- The verbs at the end are definers. What they are made of is not: it runs with the rights of the gate when a verb calls it, and
-- nobody else may call it.

create function refuse_change(code text) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '%', code using errcode = 'KA001';
end $$;
create function require_permission(wanted text) returns void language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if not public.has_permission(wanted) then
    raise exception '%', wanted using errcode = 'KA002';
  end if;
end $$;

create function require_permission_now(wanted text) returns void language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  moment timestamptz := clock_timestamp();
begin
  if not exists (
    select from public.access_session s
     where s.id = public.identified_session() and s.ended_at is null and s.expires_at > moment
       and (s.key_scopes is null or wanted = any (s.key_scopes))
       and exists (select from public.access_standing t
                    where t.person_id = s.person_id and t.kind = 'active' and t.valid_from <= moment
                      and (t.valid_to is null or t.valid_to > moment))
       and public.role_permits(s.person_id, wanted, moment)) then
    raise exception '%', wanted using errcode = 'KA002';
  end if;
end $$;
comment on function require_permission_now is 'As require_permission, but as of this moment: what began before a wait may have lost its right. Internal.';

create function require_signed_in() returns void language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from public.access_session s where s.id = public.identified_session() and s.key_digest is not null) then
    perform public.refuse_change('not_signed_in');
  end if;
end $$;
comment on function require_signed_in is 'A key makes and decides no change: people who sign in do. Internal.';

create function fact_shape(kind text, out relation text, out content text, out held_as text)
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select s.relation, s.content, s.held_as from (values
    ('clearance', 'access_clearance', 'level', 'smallint'),
    ('compartment', 'access_compartmentmembership', 'compartment_id', 'uuid'),
    ('export_status', 'access_exportstatus', 'status', 'text'),
    ('grant', 'access_grant', 'role', 'text'),
    ('licence', 'access_exportlicence', 'tag_id', 'uuid'),
    ('ownership', 'access_compartmentownership', 'compartment_id', 'uuid'),
    ('reader_group', 'access_readergroupmembership', 'reader_group_id', 'uuid'),
    ('standing', 'access_standing', 'kind', 'text'),
    ('track', 'access_trackmembership', 'track_id', 'uuid'),
    ('wall', 'access_wall', 'compartment_id', 'uuid')) s (kind, relation, content, held_as)
   where s.kind = fact_shape.kind;
$$;

create function fact_content(item jsonb) returns text
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  target uuid := item ->> 'target';
  said text := coalesce(item ->> 'value', '');
begin
  case item ->> 'kind'
    when 'clearance' then
      if coalesce((item ->> 'level')::int not between 0 and 4, true) then perform public.refuse_change('unknown_value'); end if;
      return item ->> 'level';
    when 'grant' then
      if not exists (select from public.access_rolepermission r where r.role = said) then perform public.refuse_change('unknown_role'); end if;
      return said;
    when 'standing' then
      if said not in ('active', 'acknowledged', 'trained') then perform public.refuse_change('unknown_value'); end if;
      return said;
    when 'export_status' then
      if said !~ '^\S.{0,39}$' then perform public.refuse_change('unknown_value'); end if;
      return said;
    when 'track' then
      if not exists (select from public.access_track t where t.id = target) then perform public.refuse_change('unknown_target'); end if;
    when 'reader_group' then
      if not exists (select from public.access_readergroup t where t.id = target) then perform public.refuse_change('unknown_target'); end if;
    else
      if not exists (select from public.access_compartment t where t.id = target) then perform public.refuse_change('unknown_target'); end if;
  end case;
  return target::text;
end $$;
comment on function fact_content is 'What a part of a change would write into a fact, or a refusal. Internal.';

create function open_part(item jsonb, by_change uuid, note text, request text) returns void
language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
declare
  shape record;
  fact uuid := gen_random_uuid();
  who uuid := item ->> 'person';
  why text := coalesce(nullif(item ->> 'reason', ''), note);
  begins timestamptz := greatest(coalesce((item ->> 'valid_from')::timestamptz, statement_timestamp()), statement_timestamp());
  ends timestamptz := item ->> 'valid_to';
  what text;
  is_held boolean;
begin
  if ends <= begins then perform public.refuse_change('ends_before_it_begins'); end if;
  if item ->> 'kind' = 'licence' then
    if not exists (select from public.access_exporttag t where t.id = (item ->> 'target')::uuid) then
      perform public.refuse_change('unknown_target');
    end if;
    insert into public.access_exportlicence (id, tag_id, person_status, place, valid_from, valid_to, recorded_by, reason, change)
    values (fact, (item ->> 'target')::uuid, coalesce(item ->> 'value', ''), coalesce(item ->> 'place', ''), begins, ends,
            public.identified_person()::text, why, by_change);
    perform public.append_event(gen_random_uuid(), 'fact:opened', 'export_tag:' || (item ->> 'target'), 'done',
      jsonb_build_object('fact', 'exportlicence', 'id', fact, 'change', by_change), request);
    return;
  end if;
  select * into shape from public.fact_shape(item ->> 'kind');
  if shape.relation is null then perform public.refuse_change('unknown_kind'); end if;
  if not exists (select from public.access_user u where u.id = who) then perform public.refuse_change('unknown_person'); end if;
  what := public.fact_content(item);
  execute format('select exists (select from public.%I f where f.person_id = $1 and f.%I = $2::%s and f.valid_from <= $3
                    and coalesce(f.valid_to, ''infinity'') >= coalesce($4, ''infinity''))', shape.relation, shape.content, shape.held_as)
    into is_held using who, what, begins, ends;
  if is_held then perform public.refuse_change('already_held'); end if;
  execute format('insert into public.%I (id, person_id, %I, valid_from, valid_to, recorded_by, reason, change)
                  values ($1, $2, $3::%s, $4, $5, $6, $7, $8)', shape.relation, shape.content, shape.held_as)
    using fact, who, what, begins, ends, public.identified_person()::text, why, by_change;
  perform public.append_event(gen_random_uuid(), 'fact:opened', 'person:' || who, 'done',
    jsonb_build_object('fact', substr(shape.relation, 8), 'id', fact, 'change', by_change, 'content', what), request);
end $$;
comment on function open_part is 'Makes one fact or licence of a change true, with its event. Internal.';

create function close_part(item jsonb, by_change uuid, request text) returns void
language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
declare
  shape record;
  fact uuid := item ->> 'target';
  whose uuid; begun timestamptz; ended timestamptz;
  ends timestamptz := greatest(coalesce((item ->> 'valid_to')::timestamptz, statement_timestamp()), statement_timestamp());
begin
  select * into shape from public.fact_shape(item ->> 'kind');
  if shape.relation is null then perform public.refuse_change('unknown_kind'); end if;
  execute format('select %s, valid_from, valid_to from public.%I where id = $1',
                 case item ->> 'kind' when 'licence' then 'tag_id' else 'person_id' end, shape.relation)
    into whose, begun, ended using fact;
  if begun is null then perform public.refuse_change('unknown_fact'); end if;
  -- What has not begun ends where it would have begun, and so never holds.
  ends := greatest(ends, begun);
  if ended <= greatest(ends, statement_timestamp()) then perform public.refuse_change('already_ended'); end if;
  execute format('update public.%I set valid_to = $1 where id = $2', shape.relation) using ends, fact;
  perform public.append_event(gen_random_uuid(), 'fact:closed',
    case item ->> 'kind' when 'licence' then 'export_tag:' else 'person:' end || whose, 'done',
    jsonb_build_object('fact', substr(shape.relation, 8), 'id', fact, 'change', by_change), request);
end $$;
comment on function close_part is 'Ends one fact or licence, with its event. Internal.';

create function intern_part(item jsonb) returns integer
language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
declare
  said text[] := '{}'; field text; ids uuid[]; known int; found int; content bytea;
  compartments uuid[]; tracks uuid[]; groups uuid[]; tags uuid[];
begin
  if coalesce((item ->> 'level')::int not between 0 and 4, true) then perform public.refuse_change('unknown_value'); end if;
  foreach field in array array['compartments', 'export_tags', 'reader_groups', 'tracks'] loop
    ids := array(select distinct e.one::uuid from jsonb_array_elements_text(coalesce(item -> field, '[]')) e (one) order by 1);
    execute format('select count(*) from public.access_%s where id = any ($1)', case field when 'compartments' then 'compartment'
      when 'export_tags' then 'exporttag' when 'reader_groups' then 'readergroup' else 'track' end) into known using ids;
    if known <> cardinality(ids) then perform public.refuse_change('unknown_target'); end if;
    case field when 'compartments' then compartments := ids; when 'export_tags' then tags := ids;
      when 'reader_groups' then groups := ids; else tracks := ids; end case;
    said := said || format('"%s": [%s]', field, (select coalesce(string_agg('"' || i || '"', ', ' order by i), '') from unnest(ids) i));
  end loop;
  -- The same bytes that governance.access.labels.intern_label digests.
  content := sha256(convert_to(format('[%s, {%s}]', (item ->> 'level')::int, array_to_string(said, ', ')), 'UTF8'));
  insert into public.access_label (digest, level, compartments, tracks, reader_groups, export_tags)
  values (content, (item ->> 'level')::int, compartments, tracks, groups, tags) on conflict (digest) do nothing;
  select l.id into found from public.access_label l where l.digest = content;
  return found;
end $$;
comment on function intern_part is 'The label a marking of a change names, made if there is none. Internal.';

create function make_part(item jsonb, by_change uuid, request text) returns void
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
comment on function make_part is 'Adds a compartment, a track, a reader group, an export tag or a marking, with its event. Internal.';

create function apply_change(items jsonb, by_change uuid, note text, request text) returns void
language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
declare
  item jsonb;
begin
  for item in select e.one from jsonb_array_elements(items) e (one) loop
    case item ->> 'do'
      when 'open' then perform public.open_part(item, by_change, note, request);
      when 'close' then perform public.close_part(item, by_change, request);
      when 'make' then perform public.make_part(item, by_change, request);
      else perform public.refuse_change('unknown_kind');
    end case;
  end loop;
end $$;
comment on function apply_change is 'Makes every part of a change true, or none. Preview and approval both call it. Internal.';

create function named_in_change(items jsonb) returns uuid[]
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  item jsonb; shape record; whose uuid; named uuid[] := '{}';
begin
  for item in select e.one from jsonb_array_elements(items) e (one) loop
    whose := item ->> 'person';
    select * into shape from public.fact_shape(item ->> 'kind');
    if item ->> 'do' = 'close' and item ->> 'kind' <> 'licence' and shape.relation is not null then
      execute format('select person_id from public.%I where id = $1', shape.relation) into whose using (item ->> 'target')::uuid;
    end if;
    if whose is not null and whose <> all (named) then named := named || whose; end if;
  end loop;
  return named;
end $$;
comment on function named_in_change is 'Whose facts a change opens or closes. Internal.';

create function change_basis(items jsonb) returns text
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  kind text; shape record; named uuid[] := public.named_in_change(items); told text; basis text := '';
begin
  for kind in select distinct e.one ->> 'kind' from jsonb_array_elements(items) e (one) where e.one ->> 'do' <> 'make' order by 1 loop
    select * into shape from public.fact_shape(kind);
    if shape.relation is null then perform public.refuse_change('unknown_kind'); end if;
    execute format('select string_agg(f.id || ''/'' || coalesce(extract(epoch from f.valid_to)::text, ''''), '','' order by f.id)
                      from public.%I f where %s', shape.relation,
                   case kind when 'licence' then '$1 is not null' else 'f.person_id = any ($1)' end) into told using named;
    basis := basis || kind || ':' || coalesce(told, '') || ';';
  end loop;
  return encode(sha256(convert_to(basis, 'UTF8')), 'hex');
end $$;
comment on function change_basis is 'What a change rests on: the facts of the same kinds about the same people. Internal.';

create function owners_needed(items jsonb) returns uuid[]
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  item jsonb; who uuid; theirs uuid[]; needed uuid[] := '{}';
begin
  for item in select e.one from jsonb_array_elements(items) e (one)
               where e.one ->> 'do' = 'open' and e.one ->> 'kind' in ('clearance', 'compartment') loop
    who := item ->> 'person';
    if not exists (select from public.access_clearance c where c.person_id = who and c.level = 4
                     and (c.valid_to is null or c.valid_to > statement_timestamp())) then
      continue;
    end if;
    theirs := array(
      select distinct m.compartment_id from public.access_compartmentmembership m
       where m.person_id = who and (m.valid_to is null or m.valid_to > statement_timestamp())
         and (item ->> 'kind' = 'clearance' or m.compartment_id = (item ->> 'target')::uuid)
         and exists (select from public.access_label l where l.level = 4 and m.compartment_id = any (l.compartments)));
    if item ->> 'kind' = 'compartment' or (item ->> 'level')::int = 4 then needed := needed || theirs; end if;
  end loop;
  return array(select distinct n from unnest(needed) n order by 1);
end $$;
comment on function owners_needed is 'The restricted compartments whose owners have to agree, once a change is applied. Internal.';

create function ownerless_opened(items jsonb) returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  -- Standing, roles and licences are taken as held: whoever lacks one today may be given it tomorrow without another word.
  select exists (
    select from jsonb_array_elements(items) e (one), public.access_label l
     where e.one ->> 'do' = 'open' and l.level = 4 and l.compartments = '{}'
       and case e.one ->> 'kind' when 'clearance' then (e.one ->> 'level')::int = 4
             when 'reader_group' then (e.one ->> 'target')::uuid = any (l.reader_groups)
             when 'track' then (e.one ->> 'target')::uuid = any (l.tracks) else false end
       and exists (select from public.access_clearance c where c.person_id = (e.one ->> 'person')::uuid and c.level = 4
                      and (c.valid_to is null or c.valid_to > statement_timestamp()))
       and (l.reader_groups = '{}' or l.reader_groups && array(
             select m.reader_group_id from public.access_readergroupmembership m
              where m.person_id = (e.one ->> 'person')::uuid and (m.valid_to is null or m.valid_to > statement_timestamp())))
       and (l.tracks = '{}' or l.tracks && array(
             select m.track_id from public.access_trackmembership m
              where m.person_id = (e.one ->> 'person')::uuid and (m.valid_to is null or m.valid_to > statement_timestamp()))));
$$;
comment on function ownerless_opened is 'Whether a change, once applied, lets somebody read level 4 that lies in no compartment, and so has no owner. Internal.';

create function review_needed(items jsonb) returns text
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select case
    when exists (select from jsonb_array_elements(items) e (one) where e.one ->> 'kind' in ('export_status', 'licence')
                   or (e.one ->> 'do' = 'make' and e.one ->> 'kind' = 'export_tag')) then 'export_needs_review'
    when exists (select from jsonb_array_elements(items) e (one)
                  where e.one ->> 'do' = 'open' and e.one ->> 'kind' = 'track'
                    and exists (select from public.access_trackmembership m
                                 where m.person_id = (e.one ->> 'person')::uuid and m.track_id <> (e.one ->> 'target')::uuid
                                   and (m.valid_to is null or m.valid_to > statement_timestamp()))) then 'cross_track_needs_export_review'
    else '' end;
$$;
comment on function review_needed is 'Why export control has to agree to a change, once it is applied, or nothing. Internal.';

create function touched_by_change(items jsonb) returns uuid[]
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select array(
    select unnest(public.named_in_change(items))
     union select t.person_id from public.access_standing t
            where t.kind = 'active' and t.valid_from <= statement_timestamp() and (t.valid_to is null or t.valid_to > statement_timestamp())
              and exists (select from jsonb_array_elements(items) e (one) where e.one ->> 'kind' = 'licence'));
$$;
comment on function touched_by_change is 'Everybody whose reading a change could move: those it names, and with a licence all. Internal.';

create function bounds_of(who uuid) returns setof timestamptz
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select unnest(f.bounds) from (
    select array[t.valid_from, t.valid_to] as bounds from public.access_standing t where t.person_id = who
    union all select array[t.valid_from, t.valid_to] from public.access_grant t where t.person_id = who
    union all select array[t.valid_from, t.valid_to] from public.access_clearance t where t.person_id = who
    union all select array[t.valid_from, t.valid_to] from public.access_compartmentmembership t where t.person_id = who
    union all select array[t.valid_from, t.valid_to] from public.access_trackmembership t where t.person_id = who
    union all select array[t.valid_from, t.valid_to] from public.access_readergroupmembership t where t.person_id = who
    union all select array[t.valid_from, t.valid_to] from public.access_wall t where t.person_id = who
    union all select array[t.valid_from, t.valid_to] from public.access_exportstatus t where t.person_id = who
    union all select array[e.opened_at, coalesce(e.ended_at, e.expires_at)] from public.access_emergency e where e.person_id = who) f;
$$;
comment on function bounds_of is 'When anything that somebody holds begins or ends. Internal.';

create function reach_of(who uuid[], items jsonb, closely boolean) returns jsonb
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  -- With a second factor; now and whenever something of the change begins or ends; at every place a licence names, ended ones too,
  -- so that before and after are asked the same. What is read at one moment or place hides nothing at another: each has its own key.
  -- Closely: also whenever something else these people hold begins or ends, or any licence does, since it may meet the change then.
  with place as (
    select '' as stands
     union select e.one ->> 'place' from jsonb_array_elements(items) e (one) where e.one ? 'place'
     union select x.place from public.access_exportlicence x
  ), moment as (
    select p.one as person, t.at
      from unnest(who) p (one),
           lateral (select statement_timestamp() as at
                     union select (e.one ->> b.bound)::timestamptz
                             from jsonb_array_elements(items) e (one), (values ('valid_from'), ('valid_to')) b (bound)
                     union select unnest(array[x.valid_from, x.valid_to]) from public.access_exportlicence x where closely
                     union select public.bounds_of(p.one) where closely) t
     where t.at >= statement_timestamp()
  )
  select coalesce(jsonb_object_agg(m.person || '/' || m.at || '/' || s.stands,
                                   to_jsonb(public.readable_labels(m.person, null, 2, s.stands, m.at, '{}'))), '{}')
    from moment m, place s;
$$;
comment on function reach_of is 'What people may read, by "person/moment/place", for comparing before and after a change. Internal.';

create function gains(earlier jsonb, later jsonb) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select exists (select from jsonb_each(later) r (asked, ids) where not coalesce(earlier -> r.asked, '[]') @> r.ids);
$$;
comment on function gains is 'Whether anybody reads a label more, at any one moment and place. Internal.';

create function says_only(item jsonb) returns text[]
language sql immutable set search_path = pg_catalog, public, pg_temp as $$
  select array['do', 'kind', 'reason'] || case item ->> 'do'
    when 'close' then array['target', 'valid_to']
    when 'make' then array['target', 'name'] || case item ->> 'kind'
      when 'marking' then array['level', 'compartments', 'tracks', 'reader_groups', 'export_tags']
      when 'export_tag' then array['slug', 'regime', 'code', 'status', 'reviewer']
      else array['slug'] end
    else array['valid_from', 'valid_to'] || case item ->> 'kind'
      when 'licence' then array['target', 'value', 'place']
      when 'clearance' then array['person', 'level']
      when 'grant' then array['person', 'value']
      when 'standing' then array['person', 'value']
      when 'export_status' then array['person', 'value']
      else array['person', 'target'] end
    end;
$$;
comment on function says_only is 'What a part of a change of its kind can say: what is read of it is what is made of it. Internal.';

create function check_parts(items jsonb) returns void
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  item jsonb;
begin
  for item in select e.one from jsonb_array_elements(items) e (one) loop
    if jsonb_typeof(item) is distinct from 'object' then perform public.refuse_change('unknown_kind'); end if;
    -- Nothing that one reader of a part sees and another does not: no further keys, no time that moves, no sign that is not seen.
    if exists (select from jsonb_object_keys(item) k (name) where k.name <> all (public.says_only(item)))
       or exists (select from jsonb_each_text(item) s (name, said)
                   where s.name in ('valid_from', 'valid_to')
                     and s.said !~ '^2[01]\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?([-+]\d\d:\d\d|Z)$')
       or exists (select from jsonb_each_text(item) s (name, said)
                   where s.said ~ '[\u0001-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]') then
      perform public.refuse_change('unknown_value');
    end if;
    if exists (select from jsonb_each_text(item) s (name, said) where length(s.said) > 8000) then perform public.refuse_change('too_much'); end if;
  end loop;
end $$;
comment on function check_parts is 'Refuses parts that say more than their kind can, or not plainly. Internal.';

create function require_proposer(items jsonb) returns void
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
  if jsonb_typeof(items) is distinct from 'array' or jsonb_array_length(items) = 0 then perform public.refuse_change('nothing_proposed'); end if;
  if jsonb_array_length(items) > 200 then perform public.refuse_change('too_much'); end if;
  perform public.check_parts(items);
  -- Export control proposes what is its own, and the tracks it reviews.
  if not (public.has_permission('export:classify')
          and not exists (select from jsonb_array_elements(items) e (one)
                           where coalesce(e.one ->> 'kind', '') not in ('export_status', 'export_tag', 'licence', 'track')
                              or (e.one ->> 'kind' = 'track' and e.one ->> 'do' = 'make'))) then
    perform public.require_permission('access:manage');
  end if;
end $$;
comment on function require_proposer is 'Refuses whoever may not propose these parts. Internal.';

create function propose_change(change uuid, items jsonb, note text, request text) returns void
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
  values (change, 'proposed', items, note, basis, owners, me, statement_timestamp());
  perform public.append_event(gen_random_uuid(), 'change:proposed', 'change:' || change, 'done',
    jsonb_build_object('parts', jsonb_array_length(items)), request);
end $$;
comment on function propose_change is 'Puts a change of access forward, after trying it. It makes nothing true.';

create function agree_to_change(change uuid, request text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  me uuid := public.live_person();
  it public.access_change;
begin
  select * into it from public.access_change c where c.id = change for update;
  if me is null
     or exists (select from public.access_session s where s.id = public.identified_session() and s.key_digest is not null)
     or not (public.role_permits(me, 'export:classify', statement_timestamp())
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
  insert into public.access_agreement (id, change_id, person) values (gen_random_uuid(), change, me);
  perform public.append_event(gen_random_uuid(), 'change:agreed', 'change:' || change, 'done', '{}', request);
end $$;
comment on function agree_to_change is 'The word of an owner of a compartment concerned, or of export control.';

create function activate_change(it access_change, request text) returns void
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
  earlier := public.reach_of(both_of_us, it.items, true);
  perform public.apply_change(it.items, it.id, it.note, request);
  if public.gains(earlier, public.reach_of(both_of_us, it.items, true)) then perform public.refuse_change('self_grant'); end if;
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
comment on function activate_change is 'Makes a proposed change true, or refuses it whole. Internal.';

create function decide_change(change uuid, verdict text, note text, request text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  me uuid := public.identified_person();
  it public.access_change;
begin
  if verdict not in ('approve', 'reject', 'withdraw') then perform public.refuse_change('unknown_kind'); end if;
  -- One decision at a time: what a change rests on may not move while it is judged, nor may who judges it.
  perform pg_advisory_xact_lock(6, 43);
  if verdict <> 'withdraw' then perform public.require_permission_now('access:manage'); end if;
  perform public.require_signed_in();
  select * into it from public.access_change c where c.id = change for update;
  if it.id is null then perform public.refuse_change('unknown_change'); end if;
  if verdict = 'withdraw' and (me <> it.proposed_by or public.live_person() is null) then perform public.refuse_change('not_the_proposer'); end if;
  if it.state <> 'proposed' then perform public.refuse_change('already_decided'); end if;
  if verdict = 'reject' and coalesce(note, '') !~ '\S' then perform public.refuse_change('reason_missing'); end if;
  if verdict = 'approve' then perform public.activate_change(it, request); end if;
  update public.access_change
     set state = case verdict when 'approve' then 'active' when 'reject' then 'rejected' else 'withdrawn' end,
         decided_by = me, decided_at = statement_timestamp(), decision_note = coalesce(decide_change.note, '')
   where id = change;
  perform public.append_event(gen_random_uuid(),
    case verdict when 'approve' then 'change:approved' when 'reject' then 'change:rejected' else 'change:withdrawn' end,
    'change:' || change, 'done', '{}', request);
end $$;
comment on function decide_change is 'Approves, rejects or withdraws a proposed change. The only way to make one true; four eyes.';

create function open_emergency(emergency uuid, compartment uuid, reason text, hours integer, request text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  me uuid := public.identified_person();
begin
  perform public.require_permission('access:break_glass');
  if coalesce(reason, '') !~ '\S' then perform public.refuse_change('reason_missing'); end if;
  if coalesce(hours not between 1 and 4, true) then perform public.refuse_change('too_long'); end if;
  if not exists (select from public.access_compartment c where c.id = compartment) then perform public.refuse_change('unknown_target'); end if;
  -- One at a time, so that what is ended is over.
  perform pg_advisory_xact_lock(hashtext(me || ' opens ' || compartment));
  if compartment = any (public.emergencies_of(me, clock_timestamp())) then perform public.refuse_change('already_held'); end if;
  insert into public.access_emergency (id, person_id, compartment_id, reason, opened_at, expires_at)
  values (emergency, me, compartment, reason, statement_timestamp(), statement_timestamp() + make_interval(hours => hours));
  perform public.append_event(gen_random_uuid(), 'emergency:opened', 'compartment:' || compartment, 'done',
    jsonb_build_object('id', emergency, 'hours', hours), request);
end $$;
comment on function open_emergency is 'Lets the identified person read one compartment for a few hours. Never without its event.';

create function end_emergency(emergency uuid, request text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  me uuid := public.identified_person();
  it public.access_emergency;
begin
  select * into it from public.access_emergency e where e.id = emergency for update;
  if it.id is null or public.live_person() is null or not (it.person_id = me or public.has_permission('access:manage')) then
    perform public.refuse_change('unknown_fact');
  end if;
  if it.ended_at is not null or it.expires_at <= statement_timestamp() then perform public.refuse_change('already_ended'); end if;
  update public.access_emergency set ended_at = statement_timestamp() where id = emergency;
  perform public.append_event(gen_random_uuid(), 'emergency:ended', 'compartment:' || it.compartment_id, 'done',
    jsonb_build_object('id', emergency), request);
end $$;
comment on function end_emergency is 'Ends an emergency early: whoever opened it, or an administrator.';

create function describe_markings()
returns table (marking uuid, name text, level smallint, compartments text[], tracks text[], reader_groups text[], export_tags text[])
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform public.require_permission('access:read');
  return query
    select m.id, m.name::text, l.level,
           array(select c.slug::text from public.access_compartment c where c.id = any (l.compartments) order by 1),
           array(select t.slug::text from public.access_track t where t.id = any (l.tracks) order by 1),
           array(select g.slug::text from public.access_readergroup g where g.id = any (l.reader_groups) order by 1),
           array(select x.slug::text from public.access_exporttag x where x.id = any (l.export_tags) order by 1)
      from public.access_marking m join public.access_label l on l.id = m.label_id;
end $$;
comment on function describe_markings is 'What each marking asks for, for those who look after access; labels themselves stay hidden.';

-- Everything made here is revoked from everyone, and the verbs granted to the application.
do $$
declare f regprocedure;
begin
  for f in select p.oid from pg_proc p where p.proowner = 'kaas_gate'::regrole and p.pronamespace = 'public'::regnamespace
             and (p.proacl is null or exists (select from aclexplode(p.proacl) a where a.grantee = 0)) loop
    execute format('revoke all on function %s from public', f);
  end loop;
end $$;
grant execute on function propose_change(uuid, jsonb, text, text), agree_to_change(uuid, text), decide_change(uuid, text, text, text),
  open_emergency(uuid, uuid, text, integer, text), end_emergency(uuid, text), describe_markings() to kaas_app;
reset role;
set local row_security = off;

-- Until now nobody needed an acknowledgement or a training to read. Whoever is active keeps reading, and the trail says by whose word.
set local row_security = on;
with given as (
  insert into access_standing (id, person_id, kind, valid_from, recorded_by, reason)
  select gen_random_uuid(), p.person_id, k.kind, statement_timestamp(), 'operator', 'upgrade'
    from (select distinct t.person_id from access_standing t
           where t.kind = 'active' and t.valid_from <= statement_timestamp()
             and (t.valid_to is null or t.valid_to > statement_timestamp())) p
   cross join (values ('acknowledged'), ('trained')) k (kind)
   where not exists (select from access_standing s where s.person_id = p.person_id and s.kind = k.kind)
  returning id, person_id, kind)
select append_event(gen_random_uuid(), 'fact:opened', 'person:' || g.person_id, 'done',
                    jsonb_build_object('fact', 'standing', 'id', g.id, 'kind', g.kind), '') from given g;
set local row_security = off;
