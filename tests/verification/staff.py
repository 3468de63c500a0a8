"""People who look after access, beside the demo company's own."""

import uuid
from collections.abc import Mapping, Sequence

from governance.access.models import (
    Clearance,
    Compartment,
    CompartmentMembership,
    CompartmentOwnership,
    Grant,
    Track,
    TrackMembership,
    User,
)
from governance.access.provisioning import give_standing, open_fact
from tests.databases import Server, connected

# User name, roles, clearance, compartments, compartments they own. Nobody but readers reads.
STAFF: Sequence[tuple[str, Sequence[str], int, Sequence[str], Sequence[str]]] = (
    ("first-admin", ("administrator",), 0, (), ()),
    ("second-admin", ("administrator",), 0, (), ()),
    ("reading-admin", ("administrator", "engineer"), 2, (), ()),
    ("exporter", ("export_control",), 0, (), ()),
    ("guard", ("security",), 0, (), ()),
    ("owner", ("engineer",), 2, ("aurora",), ("aurora", "secrecy-order")),
    ("apprentice", ("engineer",), 2, (), ()),
)


def hire(server: Server, database: str) -> Mapping[str, uuid.UUID]:
    """Make them in a clone of the demo company, on track HQ; everybody's id by user name, the company's own included."""
    with connected(server, "owner", database):
        compartments = dict(Compartment.objects.values_list("slug", "id"))
        track = Track.objects.get(slug="HQ").id
        for username, roles, level, member_of, owned in STAFF:
            person = uuid.UUID(str(User.objects.create_user(username, language="en").pk))
            give_standing(person)
            open_fact(Clearance, person=person, level=level)
            open_fact(TrackMembership, person=person, track_id=track)
            for role in roles:
                open_fact(Grant, person=person, role=role)
            for slug in member_of:
                open_fact(CompartmentMembership, person=person, compartment_id=compartments[slug])
            for slug in owned:
                open_fact(CompartmentOwnership, person=person, compartment_id=compartments[slug])
        return dict(User.objects.values_list("username", "id"))
