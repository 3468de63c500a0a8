"""Labels that lie on one track together, and labels that do not."""

import uuid
from collections.abc import Iterator, Mapping

import pytest

from governance.access.labels import have_common_track
from tests.databases import Server
from tests.verification.logins import person

LABELS = {"everywhere": (), "hq": ("HQ",), "cn": ("CN",), "both": ("HQ", "CN"), "west": ("WEST", "HQ")}


@pytest.fixture(scope="module")
def labels(server: Server, demo: str) -> Iterator[Mapping[str, int]]:
    """A reader on two tracks, and labels of each kind."""
    with server.superuser(demo) as root:
        root.execute(
            "insert into access_trackmembership (id, person_id, track_id, valid_from, recorded_by)"
            " select gen_random_uuid(), u.id, t.id, now() - interval '1 hour', 'test' from access_user u, access_track t"
            " where u.username = 'engineer' and t.slug = 'CN'"
        )
        made = {
            name: root.execute(
                "insert into access_label (digest, level, compartments, tracks, reader_groups, export_tags)"
                " values (%s, 1, '{}', array(select id from access_track where slug = any (%s)), '{}', '{}') returning id",
                [uuid.uuid4().bytes, list(tracks)],
            ).fetchone()
            for name, tracks in LABELS.items()
        }
        yield {name: row[0] for name, row in made.items() if row}


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("", True),
        ("everywhere", True),
        ("cn", True),
        ("everywhere hq", True),
        ("hq both", True),
        ("both west hq", True),
        ("hq cn", False),
        ("everywhere hq cn", False),
        ("cn west", False),
    ],
    ids=lambda value: str(value).replace(" ", "-") or "none",
)
def test_one_track_lies_in_all_or_in_none(
    app: str, labels: Mapping[str, int], named: str, expected: bool
) -> None:
    with person("engineer"):
        assert have_common_track([labels[name] for name in named.split()]) is expected


def test_a_label_that_is_not_permitted_lies_on_no_track(app: str, labels: Mapping[str, int]) -> None:
    with person("engineer"):
        assert have_common_track([labels["hq"], 2_000_000]) is False
