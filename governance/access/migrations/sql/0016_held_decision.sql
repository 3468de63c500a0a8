-- A decision is held for the rest of its transaction, and used again while nothing that it was made from has moved: neither a row
-- of the tables it reads, nor the clock past the beginning or end of a fact, nor what the session says. Why it is safe to: ADR 23.

create table access_revision (
  id uuid primary key default gen_random_uuid(),
  stamp uuid not null
);
comment on table access_revision is 'Stamps of the state of everything that the decision reads. A statement that changes any of it leaves a stamp that '
  'there never was before.';

create function note_change() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp set row_security = on as $$
begin
  -- Whichever stamp nobody else is exchanging, so that nobody waits for anybody; where there is none, one more.
  update public.access_revision set stamp = gen_random_uuid()
   where id = (select r.id from public.access_revision r order by r.id limit 1 for update skip locked);
  if not found then
    insert into public.access_revision (stamp) values (gen_random_uuid());
  end if;
  return null;
end $$;
comment on function note_change is 'Leaves a new stamp once a statement has changed what the decision reads. Internal: a trigger.';

do $$
declare t text;
begin
  foreach t in array array['label', 'standing', 'clearance', 'grant', 'rolepermission', 'compartmentmembership', 'trackmembership',
      'readergroupmembership', 'wall', 'exportlicence', 'exportstatus', 'emergency'] loop
    execute format('create trigger note_change after insert or update or delete or truncate on access_%s
                      for each statement execute function note_change()', t);
    -- Also in a session that plays rows in as a replica does.
    execute format('alter table access_%s enable always trigger note_change', t);
  end loop;
end $$;

alter table access_revision enable row level security, force row level security;
grant select, insert, update (stamp) on access_revision to kaas_gate;
create policy gate_stamps on access_revision to kaas_gate using (true) with check (true);
revoke all on function note_change() from public;
alter function note_change() owner to kaas_gate;

set local row_security = on;
set local role kaas_gate;

create function decision_basis(acting access_session) returns text
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select row(acting.id, pg_backend_pid(), extract(epoch from transaction_timestamp()), acting.person_id, acting.key_scopes,
             acting.factor_level, acting.place, array(select r.stamp from public.access_revision r order by r.id))::text;
$$;
comment on function decision_basis is 'What a decision holds for: this transaction of this session, and the state of everything it was made from. Internal.';

create function next_bound(who uuid, moment timestamptz) returns timestamptz
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select min(b.at) from (
    select public.bounds_of(who) as at
     union all select unnest(array[e.ended_at, e.expires_at]) from public.access_emergency e where e.person_id = who
     union all select unnest(array[x.valid_from, x.valid_to]) from public.access_exportlicence x) b
   where b.at > moment;
$$;
comment on function next_bound is 'When next something begins or ends that may matter to what somebody reads; null for never. Internal.';

create function veil(basis text, since bigint) returns bigint
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select ('x' || left(encode(public.hmac_sha256(convert_to('until/' || since || '/' || basis, 'UTF8')), 'hex'), 16))::bit(64)::bigint;
$$;
comment on function veil is 'Hides how long a decision is held: it may be until a wall rises. Internal.';

create function hold_decision(basis text, since timestamptz, until timestamptz, labels integer[]) returns void
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  begun bigint := extract(epoch from since) * 1000000;
  over bigint := coalesce((extract(epoch from nullif(until, 'infinity')) * 1000000)::bigint, 9223372036854775807);
  body text := begun || '/' || (over # public.veil(basis, begun)) || '/' || labels::text;
begin
  perform set_config('kaas.decision', encode(public.hmac_sha256(convert_to('decision/' || basis || '/' || body, 'UTF8')), 'hex') || '/' || body, true);
end $$;
comment on function hold_decision is 'Keeps a decision where the transaction keeps its settings, sealed: a savepoint that is undone undoes it. Internal.';

create function held_decision(basis text, moment timestamptz) returns integer[]
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  kept text := coalesce(current_setting('kaas.decision', true), '');
  body text := substr(kept, 66);
  part text[] := string_to_array(body, '/');
  now_is bigint := extract(epoch from moment) * 1000000;
begin
  -- First the seal: what does not bear it was written by somebody else, and is not looked at.
  if left(kept, 65) is distinct from encode(public.hmac_sha256(convert_to('decision/' || basis || '/' || body, 'UTF8')), 'hex') || '/' then
    return null;
  end if;
  if now_is < part[1]::bigint or now_is >= part[2]::bigint # public.veil(basis, part[1]::bigint) then
    return null;
  end if;
  return part[3]::integer[];
end $$;
comment on function held_decision is 'The labels decided earlier in this transaction, null where that is over or was never. Internal.';

create or replace function permitted_labels() returns int[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  session uuid := public.identified_session();
  moment timestamptz := statement_timestamp();
  mine public.access_session;
  basis text; labels integer[];
begin
  select * into mine from public.access_session s
   where s.id = session and s.ended_at is null and s.expires_at > statement_timestamp();
  if not found then
    return '{}';
  end if;
  basis := public.decision_basis(mine);
  labels := public.held_decision(basis, moment);
  if labels is null then
    labels := public.readable_labels(mine.person_id, mine.key_scopes, mine.factor_level, mine.place, moment, '{}');
    perform public.hold_decision(basis, moment, public.next_bound(mine.person_id, moment), labels);
  end if;
  return labels;
end $$;

revoke all on function decision_basis(access_session), next_bound(uuid, timestamptz), veil(text, bigint),
  hold_decision(text, timestamptz, timestamptz, integer[]), held_decision(text, timestamptz) from public;
reset role;
set local row_security = off;
