-- Questions that counsel has. The asker and those who answer for counsel see a referral, both only while every label is
-- permitted; so who may not read what a question rests on never learns that it waits.
alter table answering_referral enable row level security, force row level security;
alter table answering_referral
  add constraint answering_referral_taken check (num_nonnulls(taken_by, taken_at) in (0, 2)),
  add constraint answering_referral_ended check ((ended_at is null) = (ending = '')),
  add constraint answering_referral_ends check (ending in ('', 'answered', 'closed')),
  add constraint answering_referral_answered check (ending <> 'answered' or note is not null);
grant select, insert on answering_referral to kaas_app;
grant update (taken_by, taken_by_name, taken_at, ending, ended_at, note) on answering_referral to kaas_app;
create policy refers_own on answering_referral for insert to kaas_app
  with check (owner = (select public.identified_person()) and label_ids <@ (select public.permitted_labels())::int[]
              and taken_by is null and taken_by_name = '' and ending = '' and note is null
              and exists (select 1 from public.answering_question q
                           where q.id = question_id and q.owner = (select public.identified_person())));
create policy asker_and_counsel on answering_referral for select to kaas_app
  using (label_ids <@ (select public.permitted_labels())::int[]
         and (owner = (select public.identified_person()) or (select public.has_permission('referral:answer'))));
-- Nobody answers a question of their own.
create policy counsel_answers on answering_referral for update to kaas_app
  using (label_ids <@ (select public.permitted_labels())::int[] and owner <> (select public.identified_person())
         and (select public.has_permission('referral:answer')))
  with check (label_ids <@ (select public.permitted_labels())::int[] and owner <> (select public.identified_person())
              and (select public.has_permission('referral:answer')));

create function referral_moves_on() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  moves constant text[] := array['taken_by', 'taken_by_name', 'taken_at', 'ending', 'ended_at', 'note'];
begin
  if current_user = 'kaas_gate' and to_jsonb(new) - 'label_ids' = to_jsonb(old) - 'label_ids' then
    return new;
  end if;
  if to_jsonb(new) - moves is distinct from to_jsonb(old) - moves or old.ended_at is not null then
    raise exception 'a referral is taken up and ended once, never changed' using errcode = '42501';
  end if;
  if new.taken_by is distinct from public.identified_person() then
    raise exception 'a referral is taken up in one''s own name' using errcode = '42501';
  end if;
  if new.ending = '' then
    if new.note is not null then
      raise exception 'a note ends a referral' using errcode = '42501';
    end if;
    new.taken_at := statement_timestamp();
    return new;
  end if;
  if old.taken_by is distinct from new.taken_by or old.taken_by_name <> new.taken_by_name then
    raise exception 'who ends a referral has taken it up before' using errcode = '42501';
  end if;
  if new.note is not null and not exists (select 1 from public.audit_text t where t.id = new.note and t.purpose = 'note'
       and t.owner = public.identified_person() and t.resource = 'question:' || new.question_id) then
    raise exception 'a note is a text of one''s own about the question' using errcode = '42501';
  end if;
  new.taken_at := old.taken_at;
  new.ended_at := statement_timestamp();
  return new;
end $$;
create trigger referral_moves_on before update on answering_referral for each row execute function referral_moves_on();
create trigger never_deleted before delete on answering_referral for each row execute function never_deleted();
create trigger never_emptied before truncate on answering_referral execute function never_deleted();
create trigger bears_labels_of_question before insert on answering_referral
  for each row execute function bears_labels_of_question();

-- What hangs on a question follows its labels. The gate changes those, so this runs with the gate's rights.
grant select (question_id), update (label_ids) on answering_referral to kaas_gate;
create policy gate_finds on answering_referral for select to kaas_gate using (true);
create policy gate_relabels on answering_referral for update to kaas_gate using (true) with check (true);
create function referral_follows() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  update public.answering_referral set label_ids = new.label_ids where question_id = new.id;
  return null;
end $$;
create trigger referral_follows after update of label_ids on answering_question
  for each row when (old.label_ids is distinct from new.label_ids) execute function referral_follows();

create function referred_questions() returns uuid[]
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
  if not public.has_permission('referral:answer') then
    return '{}';
  end if;
  return array(select r.question_id from public.answering_referral r where r.owner <> public.identified_person());
end $$;
comment on function referred_questions is 'Questions of others that the identified person may answer for counsel. Runs as the caller.';
create function counsels_notes() returns uuid[]
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
  return array(select r.note from public.answering_referral r
                where r.owner = public.identified_person() and r.note is not null);
end $$;
comment on function counsels_notes is 'What counsel answered to questions of the identified person. Runs as the caller.';
revoke all on function referred_questions(), counsels_notes() from public;
grant execute on function referred_questions(), counsels_notes() to kaas_app;

do $$
declare t text; which text;
begin
  foreach t in array array['question', 'answer', 'statement', 'citation'] loop
    which := case t when 'question' then 'id' else 'question_id' end;
    execute format('create policy referred on answering_%s for select to kaas_app
                      using (label_ids <@ (select public.permitted_labels())::int[]
                             and %I = any ((select public.referred_questions())::uuid[]))', t, which);
  end loop;
end $$;
-- Counsel reads the question and what was quoted, not what a model thought. The asker reads counsel's note; whom the answer is
-- shown to does not.
create policy referred on audit_text for select to kaas_app
  using (label_ids <@ (select permitted_labels())::int[] and purpose not in ('analysis', 'withheld')
         and resource like 'question:%' and substr(resource, 10) = any ((select referred_questions())::text[]));
create policy note_for_asker on audit_text for select to kaas_app
  using (label_ids <@ (select permitted_labels())::int[] and purpose = 'note'
         and id = any ((select counsels_notes())::uuid[]));
drop policy shared on audit_text;
create policy shared on audit_text for select to kaas_app
  using (label_ids <@ (select permitted_labels())::int[] and purpose not in ('analysis', 'withheld', 'note')
         and resource like 'question:%' and substr(resource, 10) = any ((select shared_questions())::text[]));
