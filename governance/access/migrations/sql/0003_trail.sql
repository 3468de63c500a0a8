-- Row security of the trail and the text store. It stands here, above audit, because it speaks of people and labels.

alter table audit_event enable row level security, force row level security;
alter table audit_pending enable row level security, force row level security;
alter table audit_key enable row level security, force row level security;
alter table audit_text enable row level security, force row level security;

grant insert, select on audit_event to kaas_gate;
grant insert on audit_pending to kaas_gate;
create policy gate_appends on audit_event for insert to kaas_gate with check (true);
create policy gate_queues on audit_pending for insert to kaas_gate with check (true);

grant select on audit_event to kaas_app;
create policy own_or_trail on audit_event for select to kaas_app
  using (actor = (select identified_person())::text or on_behalf_of = (select identified_person())::text
         or (select has_permission('trail:read')));

grant select, insert on audit_text to kaas_app;
create policy writes_own on audit_text for insert to kaas_app
  with check (owner = (select identified_person()) and label_ids <@ (select permitted_labels())::int[]);
create policy own_or_opened on audit_text for select to kaas_app
  using (label_ids <@ (select permitted_labels())::int[]
         and (owner = (select identified_person()) or resource = any ((select opened_resources())::text[])));

grant select, insert on audit_key to kaas_app;
create policy makes_own on audit_key for insert to kaas_app with check (person = (select identified_person()));
create policy own_or_opened on audit_key for select to kaas_app
  using (person = (select identified_person()) or exists (select 1 from audit_text t where t.key = audit_key.id));

create trigger never_changed before update or delete on audit_event for each row execute function never_deleted();
create trigger never_emptied before truncate on audit_event execute function never_deleted();
create trigger never_changed before update or delete on audit_text for each row execute function never_deleted();
create trigger never_emptied before truncate on audit_text execute function never_deleted();
create trigger never_emptied before truncate on audit_pending execute function never_deleted();
create trigger never_deleted before delete on audit_key for each row execute function never_deleted();
create trigger never_emptied before truncate on audit_key execute function never_deleted();

-- Names of migrations only: `kaas check` compares them with the code.
grant select on django_migrations to kaas_app;
