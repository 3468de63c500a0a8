-- What people say is wrong with a sentence: each reads their own, while every label of the answer is permitted.
alter table answering_feedback enable row level security, force row level security;
alter table answering_feedback
  add constraint answering_feedback_reasons
    check (reason in ('wrong_number', 'not_in_source', 'source_outdated', 'misleading', 'other')),
  add constraint answering_feedback_other_says_what check (reason <> 'other' or note is not null);
create unique index answering_feedback_once on answering_feedback (owner, question_id, ordinal, reason) where note is null;
grant select, insert on answering_feedback to kaas_app;
create policy gives_own on answering_feedback for insert to kaas_app
  with check (owner = (select public.identified_person()) and label_ids <@ (select public.permitted_labels())::int[]
              and exists (select 1 from public.answering_statement s where s.question_id = answering_feedback.question_id
                                                                     and s.ordinal = answering_feedback.ordinal));
create policy own on answering_feedback for select to kaas_app
  using (label_ids <@ (select public.permitted_labels())::int[] and owner = (select public.identified_person()));
create trigger never_changed before update or delete on answering_feedback for each row execute function only_relabelled();
create trigger never_emptied before truncate on answering_feedback execute function never_deleted();
create trigger bears_labels_of_question before insert on answering_feedback
  for each row execute function bears_labels_of_question();
grant select (question_id), update (label_ids) on answering_feedback to kaas_gate;
create policy gate_finds on answering_feedback for select to kaas_gate using (true);
create policy gate_relabels on answering_feedback for update to kaas_gate using (true) with check (true);
create function feedback_follows() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  update public.answering_feedback set label_ids = new.label_ids where question_id = new.id;
  return null;
end $$;
create trigger feedback_follows after update of label_ids on answering_question
  for each row when (old.label_ids is distinct from new.label_ids) execute function feedback_follows();

-- Whom an answer is shown to, and counsel, read what was asked and what was answered; of the rest nothing they are not named for.
drop policy shared on audit_text;
create policy shared on audit_text for select to kaas_app
  using (label_ids <@ (select permitted_labels())::int[] and purpose in ('question', 'statement')
         and resource like 'question:%' and substr(resource, 10) = any ((select shared_questions())::text[]));
drop policy referred on audit_text;
create policy referred on audit_text for select to kaas_app
  using (label_ids <@ (select permitted_labels())::int[] and purpose in ('question', 'statement', 'note')
         and resource like 'question:%' and substr(resource, 10) = any ((select referred_questions())::text[]));
