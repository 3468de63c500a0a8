-- A row that names a document is of a question that rests on it, so that it bears the document's label whatever went wrong before.
create policy of_what_is_rested_on on answering_citation as restrictive for insert to kaas_app
  with check (exists (select from public.answering_question q where q.id = question_id and document = any (q.documents)));
create policy of_what_is_rested_on on answering_heldback as restrictive for insert to kaas_app
  with check (exists (select from public.answering_question q where q.id = question_id and document = any (q.documents)));
