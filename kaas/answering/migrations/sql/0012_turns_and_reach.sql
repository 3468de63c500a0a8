-- The questions before a referred one in its conversation go with it: the asker's own, and each read under its own labels.
alter table answering_referral alter turns set default '{}';
drop policy refers_own on answering_referral;
create policy refers_own on answering_referral for insert to kaas_app
  with check (owner = (select public.identified_person()) and label_ids <@ (select public.permitted_labels())::int[]
              and taken_by is null and taken_by_name = '' and ending = '' and note is null and cardinality(turns) <= 10
              and exists (select 1 from public.answering_question q
                           where q.id = question_id and q.owner = (select public.identified_person()))
              and not exists (select from unnest(turns) t (id) where not exists (
                    select from public.answering_question q where q.id = t.id and q.owner = (select public.identified_person()))));

create or replace function referred_questions() returns uuid[]
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
  if not public.has_permission('referral:answer') then
    return '{}';
  end if;
  return array(select distinct unnest(r.question_id || r.turns) from public.answering_referral r
                where r.owner <> public.identified_person());
end $$;
comment on function referred_questions is 'Questions of others that the identified person may answer for counsel, and those before them. Runs as the caller.';

-- Whether anybody who answers for counsel may read all that a question of one's own rests on: with a second factor, and
-- wherever they may stand. Of who that is, or what is missing, nothing is said.
create function counsel_may_read(about uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  asker constant uuid := public.identified_person();
  moment constant timestamptz := statement_timestamp();
  held int[] := (select q.label_ids from public.answering_question q where q.id = about and q.owner = asker);
begin
  if held is null or not held <@ public.permitted_labels() then
    return null;
  end if;
  return exists (
    with counsel as materialized (
      select distinct t.person_id from public.access_standing t
       where t.kind = 'active' and t.valid_from <= moment and (t.valid_to is null or t.valid_to > moment)
         and t.person_id <> asker and public.role_permits(t.person_id, 'referral:answer', moment))
    select from counsel c, (select '' as stands union select x.place from public.access_exportlicence x) p
     where held <@ public.readable_among(c.person_id, null, 2, p.stands, moment, '{}', held));
end $$;
comment on function counsel_may_read is 'Whether somebody who answers for counsel may read all that a question of one''s own rests on.';
revoke all on function counsel_may_read(uuid) from public;
grant execute on function counsel_may_read(uuid) to kaas_app;
alter function counsel_may_read(uuid) owner to kaas_gate;
