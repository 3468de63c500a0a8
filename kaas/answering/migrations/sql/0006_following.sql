-- What rests on documents follows their labels. A trigger on the documents, attached from above: whoever changes a label, by
-- whatever way, changes what was derived in the same transaction.

alter table answering_question alter own_label_ids set default '{}', alter turn_label_ids set default '{}',
  alter documents set default '{}';

create function labels_rested_on(own int[], turns int[], held uuid[]) returns int[]
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
  return array(select unnest(own || turns) union select d.label_id from public.portfolios_document d where d.id = any (held)
               order by 1);
end $$;
comment on function labels_rested_on is 'Runs as the caller: of documents hidden from them they learn nothing.';

-- Storing shares the lock that relabelling takes alone. Whoever stores has therefore either seen the new label or is waited for.
create function rests_on_present_labels() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock_shared(hashtext('kaas: labels of documents'));
  if new.own_label_ids = '{}' and new.turn_label_ids = '{}' and new.documents = '{}' then
    new.own_label_ids := new.label_ids;
  end if;
  if new.label_ids <> '{}' and public.labels_rested_on(new.own_label_ids, new.turn_label_ids, new.documents)
     is distinct from array(select distinct unnest(new.label_ids) order by 1) then
    raise exception 'row-level security: the labels this rests on have changed' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger rests_on_present_labels before insert on answering_question
  for each row execute function rests_on_present_labels();

-- What belongs to a question bears its labels as they are now, whatever the one who stores it thinks they are.
create function bears_labels_of_question() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  about uuid;
  held int[];
begin
  if tg_table_name <> 'audit_text' then
    about := new.question_id;
  elsif new.resource ~ '^question:[0-9a-f-]{36}$' then
    about := substr(new.resource, 10)::uuid;
  else
    return new;
  end if;
  perform pg_advisory_xact_lock_shared(hashtext('kaas: labels of documents'));
  if new.label_ids <> '{}' then
    select q.label_ids into held from public.answering_question q where q.id = about;
    new.label_ids := coalesce(held, new.label_ids);
  end if;
  return new;
end $$;

-- Derived rows are never changed, but for their labels, by the gate alone. Its grants say which columns those are.
create function only_relabelled() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' and current_user = 'kaas_gate' then
    return new;
  end if;
  raise exception '% is only ever added to', tg_table_name using errcode = '42501';
end $$;

do $$
declare t text; label_columns text;
begin
  foreach t in array array['answering_question', 'answering_answer', 'answering_statement', 'answering_citation',
      'answering_heldback', 'audit_text'] loop
    label_columns := case t when 'answering_citation' then 'label_ids, level, marking'
                            when 'answering_heldback' then 'label_ids, level' else 'label_ids' end;
    if t <> 'answering_question' then
      execute format('create trigger bears_labels_of_question before insert on %I
                        for each row execute function bears_labels_of_question()', t);
    end if;
    -- What is there already keeps all its labels as its own: nothing tells which of them came from a document.
    execute format('drop trigger never_changed on %I', t);
  end loop;

  alter table answering_question no force row level security;
  alter table answering_citation no force row level security;
  update answering_question q set own_label_ids = q.label_ids,
    documents = array(select distinct c.document from answering_citation c where c.question_id = q.id order by 1);
  alter table answering_question force row level security;
  alter table answering_citation force row level security;

  foreach t in array array['answering_question', 'answering_answer', 'answering_statement', 'answering_citation',
      'answering_heldback', 'audit_text'] loop
    label_columns := case t when 'answering_citation' then 'label_ids, level, marking'
                            when 'answering_heldback' then 'label_ids, level' else 'label_ids' end;
    execute format('create trigger never_changed before update or delete on %I for each row execute function only_relabelled()', t);
    execute format('create policy gate_finds on %I for select to kaas_gate using (true)', t);
    execute format('create policy gate_relabels on %I for update to kaas_gate using (true) with check (true)', t);
    execute format('grant update (%s) on %I to kaas_gate', label_columns, t);
  end loop;
end $$;
grant select (id, own_label_ids, turn_label_ids, documents, label_ids) on answering_question to kaas_gate;
grant select (question_id) on answering_answer, answering_statement to kaas_gate;
grant select (question_id, document) on answering_citation, answering_heldback to kaas_gate;
grant select (resource) on audit_text to kaas_gate;
grant select (name, label_id) on access_marking to kaas_gate;
create policy gate_names_labels on access_marking for select to kaas_gate using (true);
grant execute on function labels_rested_on(int[], int[], uuid[]) to kaas_gate;

create function follow_label() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  stands_at smallint := (select l.level from public.access_label l where l.id = new.label_id);
  named text := (select coalesce(min(m.name), '') from public.access_marking m where m.label_id = new.label_id);
  about uuid;
  held int[];
begin
  perform pg_advisory_xact_lock(hashtext('kaas: labels of documents'));
  -- Only of questions that follow this document: another's copy of its id is told nothing.
  update public.answering_citation c set level = stands_at, marking = named from public.answering_question q
   where c.document = new.id and q.id = c.question_id and q.documents @> array[new.id];
  update public.answering_heldback h set level = stands_at from public.answering_question q
   where h.document = new.id and q.id = h.question_id and q.documents @> array[new.id];
  for about, held in
    update public.answering_question q
       set label_ids = public.labels_rested_on(q.own_label_ids, q.turn_label_ids, q.documents)
     where q.documents @> array[new.id] returning q.id, q.label_ids
  loop
    update public.answering_answer set label_ids = held where question_id = about;
    update public.answering_statement set label_ids = held where question_id = about;
    update public.answering_citation set label_ids = held where question_id = about;
    update public.answering_heldback set label_ids = held where question_id = about;
    update public.answering_share set label_ids = held where question_id = about;
    update public.audit_text set label_ids = held where resource = 'question:' || about;
  end loop;
  return null;
end $$;
comment on function follow_label is 'Gives everything derived from a document its new label. Internal: a trigger on the documents.';
create trigger follow_label after update of label_id on portfolios_document
  for each row when (old.label_id is distinct from new.label_id) execute function follow_label();
revoke all on function follow_label() from public;
alter function follow_label() owner to kaas_gate;
