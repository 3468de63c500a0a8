"""The two keys of the process: the one that proves sessions to the database, the one that keeps texts."""

import uuid

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from governance.access.scopes import NOT_AUTHORISED, prove
from kaas.operations.checks.finding import Finding, conclude

KEY_BYTES = 32


def check_gate_key() -> Finding:
    """The gate believes our proof of a session that never was, and does not believe a made-up one."""
    problem = _flaw(settings.GATE_KEY, "KAAS_GATE_KEY")
    if problem:
        return conclude("gate key", [problem], fine="")
    session = uuid.uuid4()
    problems = []
    if "has ended" not in _complaint(session, prove(session)):
        problems.append("KAAS_GATE_KEY is not the key of this database; `kaas prepare` sets it")
    if "could not be proved" not in _complaint(session, bytes(KEY_BYTES)):
        problems.append("the gate believes a session without proof")
    return conclude(
        "gate key", problems, fine="the database believes this process, and nobody without the key"
    )


def check_text_key() -> Finding:
    """The key under which questions and answers are kept is there and whole."""
    problem = _flaw(settings.TEXT_KEY, "KAAS_TEXT_KEY")
    return conclude("text key", [problem] if problem else [], fine="texts can be kept")


def _flaw(key: str, variable: str) -> str:
    try:
        is_whole = len(bytes.fromhex(key)) >= KEY_BYTES
    except ValueError:
        is_whole = False
    if is_whole:
        return ""
    return (
        f"{variable} is not set" if not key else f"{variable} is no key of {KEY_BYTES} bytes in hexadecimal"
    )


def _complaint(session: uuid.UUID, mac: bytes) -> str:
    """What the gate says to this session and this proof; nothing when it lets them in."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select identify(%s, %s)", [session, mac])
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) != NOT_AUTHORISED:
            raise
        return str(error)
    return ""
