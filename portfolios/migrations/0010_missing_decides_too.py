from django.db import migrations

RECORD_WITHHELD = """
    set local row_security = on;
    set local role kaas_gate;

    create or replace function record_withheld(resource uuid, request text) returns void
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
      -- Whoever looked for a document that is there has decided once more: row security decides when it comes to a row.
      if marked is null then
        perform public.permitted_labels();
      end if;
      perform public.append_event(gen_random_uuid(), 'access:withheld', 'document:' || resource, 'denied',
        jsonb_build_object('reason', case when marked is null then 'missing' else reason end), request);
    end $$;
    reset role;
    set local row_security = off;
"""


class Migration(migrations.Migration):
    """A document that does not exist takes as many decisions as one that is hidden, so that time does not tell them apart."""

    dependencies = [("portfolios", "0010_long_queries")]
    operations = [migrations.RunSQL(RECORD_WITHHELD)]
