-- What is looked up while an answer is written, the question rests on too: documents its asker may read now, added by the asker
-- alone, and only until the answer is there. What is stored already takes on their labels in the same statement's transaction.
grant select (owner, asked_at), update (documents) on answering_question to kaas_gate;

create function rest_on_more(about uuid, held uuid[]) returns int[]
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  asker constant uuid := public.identified_person();
  permitted constant int[] := public.permitted_labels();
  whole int[];
begin
  -- As whoever stores: the new label of a document is seen here, or its relabelling waits.
  perform pg_advisory_xact_lock_shared(hashtext('kaas: labels of documents'));
  if exists (select from unnest(held) h (id)
              where not exists (select from public.portfolios_document d where d.id = h.id and d.label_id = any (permitted))) then
    raise exception 'row-level security: not everything this would rest on is permitted' using errcode = '42501';
  end if;
  update public.answering_question q
     set documents = array(select distinct unnest(q.documents || held) order by 1),
         label_ids = public.labels_rested_on(q.own_label_ids, q.turn_label_ids, q.documents || held)
   where q.id = about and q.owner = asker and q.label_ids <@ permitted
     and q.asked_at > statement_timestamp() - interval '1 hour'
     and not exists (select from public.answering_answer a where a.question_id = q.id)
  returning q.label_ids into whole;
  if whole is null then
    raise exception 'row-level security: no question of one''s own is being answered here' using errcode = '42501';
  end if;
  update public.answering_statement set label_ids = whole where question_id = about;
  update public.answering_citation set label_ids = whole where question_id = about;
  update public.audit_text set label_ids = whole where resource = 'question:' || about;
  return whole;
end $$;
comment on function rest_on_more is 'Adds documents to what one''s own unanswered question rests on, and gives it their labels.';
revoke all on function rest_on_more(uuid, uuid[]) from public;
grant execute on function rest_on_more(uuid, uuid[]) to kaas_app;
alter function rest_on_more(uuid, uuid[]) owner to kaas_gate;
