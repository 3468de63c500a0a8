-- Identifying a person asks for all their permissions: in one look, not in one for each permission there is.

set local row_security = on;
set local role kaas_gate;

create function permissions_by_role(who uuid, at timestamptz) returns setof text
language sql stable as $$
  select r.permission::text from public.access_grant g join public.access_rolepermission r on r.role = g.role
   where g.person_id = who and g.valid_from <= at and (g.valid_to is null or g.valid_to > at);
$$;
comment on function permissions_by_role is 'What the roles that somebody holds at a time permit. With the caller''s rights; internal.';

create or replace function role_permits(who uuid, wanted text, at timestamptz) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select wanted in (select p from public.permissions_by_role(who, at) p);
$$;

create function held_permissions() returns text[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  at timestamptz := statement_timestamp();
  mine public.access_session;
begin
  select * into mine from public.access_session s
   where s.id = public.identified_session() and s.person_id = public.live_person();
  if mine.id is null then
    return '{}';
  end if;
  return array(
    select p from public.permissions_by_role(mine.person_id, at) p
     where mine.key_scopes is null or p = any (mine.key_scopes)
    union
    select 'document:read' where (mine.key_scopes is null or 'document:read' = any (mine.key_scopes))
                             and public.emergencies_of(mine.person_id, at) <> '{}');
end $$;
comment on function held_permissions is 'What the identified person may do at all: by role or emergency, within the scopes of a key.';

create or replace function has_permission(wanted text) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select wanted = any (public.held_permissions());
$$;

revoke all on function permissions_by_role(uuid, timestamptz), held_permissions() from public;
grant execute on function held_permissions() to kaas_app;
reset role;
set local row_security = off;
