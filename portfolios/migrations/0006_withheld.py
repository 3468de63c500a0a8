from django.db import migrations

RECORD_WITHHELD = """
    -- Who asks for what is hidden, and who asks for what does not exist, both leave this event, and may not tell the one from the
    -- other by reading it: neither on their own trail nor on that of others.
    create policy not_for_readers on audit_event as restrictive for select to kaas_app
      using (action <> 'access:withheld' or (select public.has_permission('access:explain')));

    set local row_security = on;
    set local role kaas_gate;

    create function record_withheld(resource uuid, request text) returns void
    language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
    declare
      session uuid := public.identified_session();
      mine public.access_session;
      marked int; condition text; reason text := '';
      names text[] := array['active', 'acknowledged', 'trained', 'role', 'clearance', 'compartments', 'tracks', 'reader_groups', 'walls',
                            'export', 'factor'];
    begin
      select * into mine from public.access_session s where s.id = session;
      select d.label_id into marked from public.portfolios_document d where d.id = resource;
      -- The same work for what does not exist, so that the time it takes says nothing.
      foreach condition in array names loop
        if not coalesce(marked, 0) = any (public.readable_labels(mine.person_id, mine.key_scopes, mine.factor_level, mine.place,
                                                                 statement_timestamp(), array_remove(names, condition)))
           and reason = '' then
          reason := condition;
        end if;
      end loop;
      perform public.append_event(gen_random_uuid(), 'access:withheld', 'document:' || resource, 'denied',
        jsonb_build_object('reason', case when marked is null then 'missing' else reason end), request);
    end $$;
    comment on function record_withheld is 'Puts on the trail why a document is not shown; says nothing to whoever asked for it.';

    revoke all on function record_withheld(uuid, text) from public;
    grant execute on function record_withheld(uuid, text) to kaas_app;
    reset role;
    set local row_security = off;
"""


class Migration(migrations.Migration):
    """The first condition that fails goes to the trail, for auditors, when somebody asks for a document they may not read."""

    dependencies = [("portfolios", "0005_explaining"), ("access", "0008_changes")]
    operations = [migrations.RunSQL(RECORD_WITHHELD)]
