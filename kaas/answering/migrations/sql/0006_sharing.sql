-- Sharing: the owner shows an answer to a person, or to a circle of readers they are in; those see it while they may read
-- all it rests on. Neither side learns through it what the other may read.
alter table answering_share add constraint answering_share_is_with_somebody check (num_nonnulls(person, reader_group) = 1);
alter table answering_share enable row level security, force row level security;
grant select, insert on answering_share to kaas_app;
grant update (withdrawn_at) on answering_share to kaas_app;
create policy owner_shares on answering_share for insert to kaas_app
  with check (owner = (select public.identified_person()) and person is distinct from owner and withdrawn_at is null
              and label_ids <@ (select public.permitted_labels())::int[]
              and exists (select 1 from public.answering_question q
                           where q.id = question_id and q.owner = (select public.identified_person()))
              and (reader_group is null or exists (select 1 from public.access_readergroup g where g.id = reader_group)));
create policy owner_withdraws on answering_share for update to kaas_app
  using (owner = (select public.identified_person())) with check (owner = (select public.identified_person()));
create policy both_sides on answering_share for select to kaas_app
  using (label_ids <@ (select public.permitted_labels())::int[]
         and (owner = (select public.identified_person())
              or (withdrawn_at is null
                  and (person = (select public.identified_person())
                       or exists (select 1 from public.access_readergroupmembership m
                                   where m.reader_group_id = reader_group and m.person_id = (select public.identified_person())
                                     and m.valid_from <= statement_timestamp()
                                     and (m.valid_to is null or m.valid_to > statement_timestamp()))))));

-- Who shared something can end that also when they may no longer read it; the row holds names they gave, and no content.
create policy owners_own on answering_share for select to kaas_app using (owner = (select public.identified_person()));

create function only_withdrawn() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if current_user = 'kaas_gate' then
    return new;
  end if;
  if to_jsonb(new) - 'withdrawn_at' is distinct from to_jsonb(old) - 'withdrawn_at' or old.withdrawn_at is not null
     or new.withdrawn_at is null then
    raise exception 'a share is withdrawn once, never changed' using errcode = '42501';
  end if;
  new.withdrawn_at := statement_timestamp();
  return new;
end $$;
create trigger only_withdrawn before update on answering_share for each row execute function only_withdrawn();
create trigger never_deleted before delete on answering_share for each row execute function never_deleted();
create trigger never_emptied before truncate on answering_share execute function never_deleted();
create trigger bears_labels_of_question before insert on answering_share
  for each row execute function bears_labels_of_question();
grant select (question_id), update (label_ids) on answering_share to kaas_gate;
create policy gate_finds on answering_share for select to kaas_gate using (true);
create policy gate_relabels on answering_share for update to kaas_gate using (true) with check (true);

create function shared_questions() returns uuid[]
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
  return array(select s.question_id from public.answering_share s
                where s.withdrawn_at is null and s.owner <> public.identified_person());
end $$;
comment on function shared_questions is 'Questions that others share with the identified person, now. Runs as the caller.';
revoke all on function shared_questions() from public;
grant execute on function shared_questions() to kaas_app;

do $$
declare t text; which text;
begin
  foreach t in array array['question', 'answer', 'statement', 'citation', 'heldback'] loop
    which := case t when 'question' then 'id' else 'question_id' end;
    execute format('create policy shared on answering_%s for select to kaas_app
                      using (label_ids <@ (select public.permitted_labels())::int[]
                             and %I = any ((select public.shared_questions())::uuid[]))', t, which);
  end loop;
end $$;
-- What the model thought is not shared.
create policy shared on audit_text for select to kaas_app
  using (label_ids <@ (select permitted_labels())::int[] and purpose not in ('analysis', 'withheld')
         and resource like 'question:%' and substr(resource, 10) = any ((select shared_questions())::text[]));
