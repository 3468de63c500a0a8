-- Row security of questions and answers: the owner, or someone with a recorded reason, and only while every label is permitted.
-- What belongs to a question is added by its owner, and while it is being answered.
do $$
declare t text; which text; belongs text;
begin
  foreach t in array array['question', 'answer', 'statement', 'citation'] loop
    which := case t when 'question' then 'id' else 'question_id' end;
    belongs := case t when 'question' then 'asked_at between transaction_timestamp() and clock_timestamp()' else
      'exists (select 1 from public.answering_question q where q.id = question_id and q.owner = (select public.identified_person())
               and q.asked_at > statement_timestamp() - interval ''1 hour'')' end;
    execute format('alter table answering_%s enable row level security, force row level security', t);
    execute format('grant select, insert on answering_%s to kaas_app', t);
    execute format('create policy writes_own on answering_%s for insert to kaas_app
                      with check (owner = (select public.identified_person())
                                  and label_ids <@ (select public.permitted_labels())::int[] and %s)', t, belongs);
    execute format('create policy own_or_opened on answering_%s for select to kaas_app
                      using (label_ids <@ (select public.permitted_labels())::int[]
                             and (owner = (select public.identified_person())
                                  or ''question:'' || %s::text = any ((select public.opened_resources())::text[])))', t, which);
    execute format('create trigger never_changed before update or delete on answering_%s for each row execute function never_deleted()', t);
    execute format('create trigger never_emptied before truncate on answering_%s execute function never_deleted()', t);
  end loop;
end $$;
