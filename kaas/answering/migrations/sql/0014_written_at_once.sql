-- What an answer writes asks of its question what it needs, by its key and with the gate's rights: read under row security, the
-- question was looked for among what is shared, referred and opened as well, five times for each sentence.
grant select (owner, asked_at) on answering_question to kaas_gate;

create function is_being_answered(about uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (select from public.answering_question q
                  where q.id = about and q.owner = public.identified_person()
                    and q.asked_at > statement_timestamp() - interval '1 hour');
end $$;
comment on function is_being_answered is 'Whether this is a question of one''s own, asked within the hour.';

create function rests_on(about uuid, held uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (select from public.answering_question q
                  where q.id = about and q.owner = public.identified_person() and held = any (q.documents));
end $$;
comment on function rests_on is 'Whether a question of one''s own rests on a document.';

do $$
declare t text;
begin
  foreach t in array array['answer', 'statement', 'citation', 'heldback'] loop
    execute format('alter policy writes_own on answering_%s
                      with check (owner = (select public.identified_person())
                                  and label_ids <@ (select public.permitted_labels())::int[]
                                  and public.is_being_answered(question_id))', t);
  end loop;
  foreach t in array array['citation', 'heldback'] loop
    execute format('alter policy of_what_is_rested_on on answering_%s with check (public.rests_on(question_id, document))', t);
  end loop;
end $$;

create function labels_of_own(about uuid) returns int[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if coalesce(current_setting('kaas.identity', true), '') = '' then
    return null;
  end if;
  return (select q.label_ids from public.answering_question q where q.id = about and q.owner = public.identified_person());
end $$;
comment on function labels_of_own is 'The labels of a question of one''s own; of another''s nothing, whether it is there or not.';

-- As before, but that one's own question, which is most often what is written about, is found by its key.
create or replace function bears_labels_of_question() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
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
    if current_user = 'kaas_app' then  -- nobody else may ask it, or writes about a question of their own
      held := public.labels_of_own(about);
    end if;
    if held is null then
      select q.label_ids into held from public.answering_question q where q.id = about;
    end if;
    new.label_ids := coalesce(held, new.label_ids);
  end if;
  return new;
end $$;

revoke all on function is_being_answered(uuid), rests_on(uuid, uuid), labels_of_own(uuid) from public;
grant execute on function is_being_answered(uuid), rests_on(uuid, uuid), labels_of_own(uuid) to kaas_app;
alter function is_being_answered(uuid) owner to kaas_gate;
alter function rests_on(uuid, uuid) owner to kaas_gate;
alter function labels_of_own(uuid) owner to kaas_gate;
