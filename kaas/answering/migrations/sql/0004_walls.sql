-- Row security of what was held back from a model: as that of citations.
alter table answering_heldback enable row level security, force row level security;
grant select, insert on answering_heldback to kaas_app;
create policy writes_own on answering_heldback for insert to kaas_app
  with check (owner = (select public.identified_person())
              and label_ids <@ (select public.permitted_labels())::int[]
              and exists (select 1 from public.answering_question q where q.id = question_id and q.owner = (select public.identified_person())
                          and q.asked_at > statement_timestamp() - interval '1 hour'));
create policy own_or_opened on answering_heldback for select to kaas_app
  using (label_ids <@ (select public.permitted_labels())::int[]
         and (owner = (select public.identified_person())
              or 'question:' || question_id::text = any ((select public.opened_resources())::text[])));
create trigger never_changed before update or delete on answering_heldback for each row execute function never_deleted();
create trigger never_emptied before truncate on answering_heldback execute function never_deleted();
