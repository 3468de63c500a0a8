-- Who took a question up is told to its asker by the name they had then, in both languages; both are written together, and by them.

grant update (taken_by_name_en) on answering_referral to kaas_app;
drop policy refers_own on answering_referral;
create policy refers_own on answering_referral for insert to kaas_app
  with check (owner = (select public.identified_person()) and label_ids <@ (select public.permitted_labels())::int[]
              and taken_by is null and taken_by_name = '' and taken_by_name_en = '' and ending = '' and note is null and cardinality(turns) <= 10
              and exists (select 1 from public.answering_question q
                           where q.id = question_id and q.owner = (select public.identified_person()))
              and not exists (select from unnest(turns) t (id) where not exists (
                    select from public.answering_question q where q.id = t.id and q.owner = (select public.identified_person()))));

create or replace function referral_moves_on() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  moves constant text[] := array['taken_by', 'taken_by_name', 'taken_by_name_en', 'taken_at', 'ending', 'ended_at', 'note'];
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
  if old.taken_by is distinct from new.taken_by or old.taken_by_name <> new.taken_by_name
     or old.taken_by_name_en <> new.taken_by_name_en then
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
