"""Who could see what on a day that is over stays a query."""

from tests.databases import Server
from tests.verification.logins import attempt

FACT_CHANGED = "23514"


def test_a_fact_is_not_ended_in_the_past_nor_ended_again(server: Server, demo: str) -> None:
    with server.superuser(demo) as root:
        root.execute("""
            insert into access_wall (id, person_id, compartment_id, valid_from, valid_to, recorded_by, reason)
            select gen_random_uuid(), u.id, c.id, now() - interval '9 days', e, 'test', 'because'
              from access_user u, access_compartment c, (values (null), (now() - interval '1 day')) v (e)
             where u.username = 'executive' and c.slug = 'aurora'""")
        change = "update access_wall set valid_to = {} where recorded_by = 'test' and valid_to is {} null"
        assert attempt(root, change.format("now()", "")) == ""
        assert attempt(root, change.format("now() - interval '2 days'", "")) == FACT_CHANGED
        assert attempt(root, change.format("valid_from", "not")) == FACT_CHANGED
