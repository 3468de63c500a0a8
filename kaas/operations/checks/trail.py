"""The trail: it can be added to, and nothing on it or in the text store can be changed."""

from kaas.operations.checks.closed_lists import SERVING
from kaas.operations.checks.finding import Finding, column, conclude, rows

APPEND = "append_event(uuid,text,text,text,jsonb,text)"
KEPT = ("audit_event", "audit_pending", "audit_text", "audit_key")
CHANGEABLE = """
    select t from unnest(%s::text[]) t
     where has_table_privilege(t, 'UPDATE, DELETE, TRUNCATE') or has_any_column_privilege(t, 'UPDATE')
"""
WRITABLE = "select t from unnest(array['audit_event', 'audit_pending']) t where has_any_column_privilege(t, 'INSERT')"
# Bits of pg_trigger.tgtype: before 2, delete 8, update 16, truncate 32. A text's labels follow its documents: there
# only_relabelled() refuses the rest.
UNGUARDED = """
    select t || ' ' || k.what
      from (values ('audit_event', 'never_deleted()'::regprocedure), ('audit_text', 'only_relabelled()')) f (t, refuses)
      cross join (values (8, 'deletion'), (16, 'change'), (32, 'emptying')) k (bit, what)
     where not exists (select from pg_trigger g where g.tgrelid = t::regclass and g.tgenabled in ('O', 'A')
                          and g.tgtype & 2 > 0 and g.tgtype & k.bit > 0
                          and g.tgfoid = case k.bit when 32 then 'never_deleted()'::regprocedure else f.refuses end)
"""


def check_trail() -> Finding:
    """The trail's one door is open to us, and by grant and by trigger nothing else is."""
    ((appendable,),) = rows("select has_function_privilege(%s, 'EXECUTE')", [APPEND])
    problems = [] if appendable else [f"{SERVING} may not append events"]
    problems += [f"{table} can be changed" for table in column(CHANGEABLE, [list(KEPT)])]
    problems += [f"{table} can be written past append_event" for table in column(WRITABLE)]
    problems += [f"no trigger refuses {what}" for what in column(UNGUARDED)]
    return conclude("trail", problems, fine="events can be appended; change and deletion are refused")
