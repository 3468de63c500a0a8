-- What another attack left: a factor proved by another secret than its own, a word of somebody who has left, and names that say
-- something else than what is meant.

create or replace function only_advances() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if to_jsonb(new) - array['last_step', 'failures'] is distinct from to_jsonb(old) - array['last_step', 'failures']
     or new.last_step < old.last_step then
    raise exception 'a used code stays used' using errcode = '23514';
  end if;
  -- Whoever has both factors has proved one; with one of them the count of wrong codes only grows.
  if new.failures < old.failures and not public.signed_in_with(2) then
    raise exception 'wrong codes are forgotten with two factors only' using errcode = '23514';
  end if;
  return new;
end $$;

create or replace function factor_over() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  -- First what proves it: whoever is just proving it holds that row, and what they opened is seen below once they are done.
  delete from public.access_factorsecret where factor_id = new.id;
  delete from public.access_recoverycode where factor_id = new.id;
  update public.access_session set ended_at = statement_timestamp()
   where person_id = new.person_id and method <> 'operator' and factor_level >= 2 and ended_at is null;
  return null;
end $$;

-- With one factor nothing is put beside what proves the other. A policy would look at what was so when its statement began, and what
-- that waited for may have been the factor; here everything is looked at anew.
create function only_unproved() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtext('second factor of ' || new.person_id));
  if exists (select from public.access_secondfactor f where f.person_id = new.person_id and f.valid_to is null)
     and not public.signed_in_with(2) then
    raise exception 'who has a second factor proves it first' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger only_unproved before insert on access_factorsecret for each row when (current_user = 'kaas_app') execute function only_unproved();
create trigger only_unproved before insert on access_recoverycode for each row when (current_user = 'kaas_app') execute function only_unproved();

-- A digest is looked for under its factor; that it is unique among everybody's would be something to try.
alter table access_recoverycode drop constraint access_recoverycode_digest_key;
create index on access_recoverycode (factor_id);

set local row_security = on;
-- A factor is in force from when it was set up, which is what whoever gives level 4 goes by.
alter policy enrols_own on access_secondfactor with check (
  person_id = (select identified_person()) and recorded_by = (select identified_person())::text and change is null
  and valid_from = statement_timestamp() and valid_to is null and (select signed_in_with(1))
  and exists (select from access_factorsecret s where s.factor_id = id and s.last_step > 0));
grant execute on function signed_in_with(integer) to kaas_gate;
set local role kaas_gate;

create or replace function count_sign_in(name text, address text, succeeded boolean) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  at timestamptz := clock_timestamp();
  budget record;
  spent bytea;
begin
  -- What was tried at a second factor is given back to whoever has proved it, in their own name.
  if succeeded and name like 'Second factor of %'
     and not (name = 'Second factor of ' || public.identified_person() and public.signed_in_with(2)) then
    return 0;
  end if;
  -- Each budget: what it belongs to, how many at once, and the time in which one comes back. The address first, so that one
  -- that is out cannot use up a name; the name from everywhere is wide, so that a stranger elsewhere locks nobody out for long.
  for budget in select * from (values
      (1, 'address/' || address, 100, interval '1 second', address <> ''),
      (2, 'both/' || address || '/' || name, 5, interval '30 seconds', true),
      (3, 'name/' || name, 30, interval '10 seconds', true)) b (place, whose, at_once, back_in, counts)
      where b.counts order by b.place loop
    spent := public.hmac_sha256(convert_to('sign-in/' || budget.whose, 'UTF8'));
    if succeeded then
      -- It was them: nothing is held against them here, and what this took elsewhere is given back.
      update public.access_signincount c set spent_until = case when budget.place = 2 then at else c.spent_until - budget.back_in end
       where c.key = spent;
      continue;
    end if;
    insert into public.access_signincount as c (key, spent_until) values (spent, at + budget.back_in)
      on conflict (key) do update set spent_until = greatest(c.spent_until, at) + budget.back_in
       where c.spent_until - at <= (budget.at_once - 1) * budget.back_in;
    if not found then
      return (select greatest(1, ceil(extract(epoch from c.spent_until - at - (budget.at_once - 1) * budget.back_in)))::integer
                from public.access_signincount c where c.key = spent);
    end if;
  end loop;
  delete from public.access_signincount where key in (
    select c.key from public.access_signincount c where c.spent_until < at limit 20 for update skip locked);
  return 0;
end $$;

create or replace function name_skeleton(said text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  -- After Unicode TR39, as far as names here are concerned: compatibility forms folded, Cyrillic and Greek letters by the Latin ones
  -- they look like, katakana by the kanji or hiragana they look like, spaces as one, capitals as small letters;
  -- what is not seen, and what chooses between forms of one letter, is left out.
  select lower(regexp_replace(btrim(translate(normalize(regexp_replace(said,
    '[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]',
    '', 'g'), NFKC),
    'ıȷАВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονロニカエタトハヘベペー―‐−',
    'ijABESIJKMHOPCTYXaesijopcyxdqwABEZHIKMNOPTYXov口二力工夕卜八へべぺ一一--')), '\s+', ' ', 'g'));
$$;

create or replace function check_parts(items jsonb) returns void
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
                   where s.said ~ '[\u0001-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]'
                      or s.said ~ '[\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufff9-\ufffb\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]'
                      -- Signs that choose a form of the kanji before them belong to names of people and places.
                      or s.name not in ('name', 'reason') and s.said ~ '[\ufe00-\ufe0f\U000e0100-\U000e01ef]') then
      perform public.refuse_change('unknown_value');
    end if;
    if exists (select from jsonb_each_text(item) s (name, said) where length(s.said) > 8000) then perform public.refuse_change('too_much'); end if;
  end loop;
end $$;

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
  -- One id names one thing: whoever approves reads names by it.
  if exists (select from public.access_user t where t.id = made) or exists (select from public.access_compartment t where t.id = made)
     or exists (select from public.access_track t where t.id = made) or exists (select from public.access_readergroup t where t.id = made)
     or exists (select from public.access_exporttag t where t.id = made) or exists (select from public.access_marking t where t.id = made) then
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

create function is_active(who uuid, at timestamptz) returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from public.access_standing t
                  where t.person_id = who and t.kind = 'active' and t.valid_from <= at and (t.valid_to is null or t.valid_to > at));
$$;
comment on function is_active is 'Whether somebody belongs to the company at a time. Internal.';

create or replace function gains(earlier jsonb, later jsonb) returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  -- Asked once what was tried is undone: a label that went with it lies on no document, and so is nobody's gain.
  select exists (
    select from jsonb_each(later) r (asked, ids)
     where not coalesce(earlier -> r.asked, '[]') @> r.ids
       and exists (select from jsonb_array_elements(r.ids) n (id) join public.access_label l on l.id = n.id::integer
                    where not coalesce(earlier -> r.asked, '[]') @> n.id));
$$;
comment on function gains is 'Whether anybody reads a label that there is more, at any one moment and place. Internal.';

create or replace function activate_change(it access_change, request text) returns void
language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
declare
  me uuid := public.identified_person();
  both_of_us uuid[] := array[me, it.proposed_by];
  moment timestamptz := clock_timestamp();  -- the call may have waited for another decision
  agreed uuid[] := both_of_us || array(select a.person from public.access_agreement a
                                        where a.change_id = it.id and public.is_active(a.person, moment));
  earlier jsonb; later jsonb; review text; compartment uuid;
begin
  if me = it.proposed_by then perform public.refuse_change('same_person'); end if;
  if both_of_us && public.named_in_change(it.items) then perform public.refuse_change('self_grant'); end if;
  if public.change_basis(it.items) <> it.basis or not public.is_active(it.proposed_by, moment)
     or not (public.role_permits(it.proposed_by, 'access:manage', moment)
             or public.role_permits(it.proposed_by, 'export:classify', moment)) then
    perform public.refuse_change('basis_changed');
  end if;
  earlier := public.reach_of(agreed, it.items, true);
  begin
    perform public.apply_change(it.items, it.id, it.note, request);
    later := public.reach_of(agreed, it.items, true);
    raise exception 'tried' using errcode = 'KA003';
  exception when sqlstate 'KA003' then null;
  end;
  if public.gains(earlier, later) then perform public.refuse_change('self_grant'); end if;
  perform public.apply_change(it.items, it.id, it.note, request);
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
      select from unnest(agreed) a (one)
       where a.one <> all (both_of_us) and public.role_permits(a.one, 'export:classify', moment)) then
    perform public.refuse_change('restricted_needs_third');
  end if;
end $$;

revoke all on function is_active(uuid, timestamptz) from public;
reset role;
set local row_security = off;
