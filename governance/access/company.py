"""An organisation from a description: its tracks, compartments, groups, markings and people."""

import secrets
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.access.labels import intern_label
from governance.access.models import (
    Clearance,
    Compartment,
    CompartmentMembership,
    CompartmentOwnership,
    ExportLicence,
    ExportStatus,
    ExportTag,
    Grant,
    Level,
    Marking,
    Named,
    ReaderGroup,
    ReaderGroupMembership,
    Track,
    TrackMembership,
    User,
    Wall,
)
from governance.access.permissions import Role
from governance.access.provisioning import PUBLIC, STANDINGS, give_standing, open_fact
from governance.audit.events import Action
from governance.audit.trail import record

Ids = Mapping[str, uuid.UUID]


class NotEmpty(Exception):
    """People are here already; a company is loaded into an empty installation only."""


def load_company(description: Mapping[str, Any], *, keep: Callable[[Mapping[str, str]], None]) -> None:
    """Make everything `description` names, in one transaction.

    `keep` is given a fresh password for each username before anything is committed, so that none is lost. Raises
    NotEmpty when anybody is known already.
    """
    with transaction.atomic():
        if User.objects.exists():
            raise NotEmpty
        tracks = _names(Track, description["tracks"])
        compartments = _names(Compartment, description["compartments"])
        groups = _names(ReaderGroup, description["reader_groups"])
        tags = _tags(description.get("export_tags", []))
        for marking in description["markings"]:
            _mark(marking, tracks, compartments, groups, tags)
        for licence in description.get("export_licences", []):
            _license(licence, tags)
        passwords = {
            person["username"]: _person(person, tracks, compartments, groups)
            for person in description["people"]
        }
        ids: Ids = dict(User.objects.values_list("username", "id"))
        for wall in description.get("walls", []):
            open_fact(
                Wall,
                person=ids[wall["person"]],
                compartment_id=compartments[wall["compartment"]],
                reason=_reason(wall),
            )
        for grant in description.get("grants", []):
            _lend(grant, ids, compartments)
        for compartment in description["compartments"]:
            for owner in compartment.get("owners", []):
                open_fact(
                    CompartmentOwnership, person=ids[owner], compartment_id=compartments[compartment["code"]]
                )
        keep(passwords)


def _reason(described: Mapping[str, Any]) -> str:
    """In both languages: a reason is one text for all its readers."""
    return " / ".join(described[key] for key in ("reason_ja", "reason_en") if described.get(key))


def _tags(described: Sequence[Mapping[str, str]]) -> dict[str, uuid.UUID]:
    return {
        one["code"]: ExportTag.objects.create(
            slug=one["code"],
            name=one["name_ja"],
            name_en=one["name_en"],
            regime=one["regime"],
            code=one["entry"],
            status=one.get("status", "classified"),
            reviewer=one.get("reviewer", ""),
        ).id
        for one in described
    }


def _license(described: Mapping[str, Any], tags: Ids) -> None:
    licence = ExportLicence.objects.create(
        tag_id=tags[described["tag"]],
        person_status=described.get("person_status", ""),
        place=described.get("place", ""),
        reason=_reason(described),
        **_term(described),
    )
    record(
        Action.FACT_OPENED,
        resource=f"export_tag:{licence.tag_id}",
        detail={"fact": "exportlicence", "id": str(licence.id)},
    )


def _names(kind: type[Named], described: Sequence[Mapping[str, Any]]) -> dict[str, uuid.UUID]:
    return {
        one["code"]: kind.objects.create(slug=one["code"], name=one["name_ja"], name_en=one["name_en"]).id  # type: ignore[attr-defined]
        for one in described
    }


def _mark(marking: Mapping[str, Any], tracks: Ids, compartments: Ids, groups: Ids, tags: Ids) -> None:
    if marking["name"] == PUBLIC:
        return
    label = intern_label(
        level=Level(marking["level"]),
        compartments=[compartments[code] for code in marking["compartments"]],
        tracks=[tracks[code] for code in marking["tracks"]],
        reader_groups=[groups[code] for code in marking["reader_groups"]],
        export_tags=[tags[code] for code in marking.get("export_tags", [])],
    )
    Marking.objects.create(name=marking["name"], label=label)


def _person(described: Mapping[str, Any], tracks: Ids, compartments: Ids, groups: Ids) -> str:
    """Make one person with the facts that are theirs from the start; return the password made for them."""
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(
        described["username"],
        display_name=described["name_ja"],
        name_en=described["name_en"],
        language=described["language"],
        password=password,
    )
    give_standing(user.id, described.get("standings", STANDINGS), **_term(described))
    if described.get("export_status"):
        open_fact(ExportStatus, person=user.id, status=described["export_status"])
    open_fact(Clearance, person=user.id, level=described["clearance"])
    for role in described["roles"]:
        open_fact(Grant, person=user.id, role=Role(role).value)
    for code in described["compartments"]:
        open_fact(CompartmentMembership, person=user.id, compartment_id=compartments[code])
    for code in described["tracks"]:
        open_fact(TrackMembership, person=user.id, track_id=tracks[code])
    for code in described["reader_groups"]:
        open_fact(ReaderGroupMembership, person=user.id, reader_group_id=groups[code])
    return password


def _lend(grant: Mapping[str, Any], ids: Ids, compartments: Ids) -> None:
    open_fact(
        CompartmentMembership,
        person=ids[grant["person"]],
        compartment_id=compartments[grant["compartment"]],
        reason=_reason(grant),
        **_term(grant),
    )


def _term(described: Mapping[str, Any]) -> dict[str, datetime]:
    """From when until when, in days from now; what is not described is from now, and without an end."""
    ends = {"from_day": "valid_from", "until_day": "valid_to"}
    now = timezone.now()
    return {ends[key]: now + timedelta(days=described[key]) for key in ends if key in described}
