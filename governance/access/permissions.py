"""What can be done, and which role may do it. This file is the access matrix (INCITS 359: permissions, roles, grants).

A role is stored by its slug. The database keeps its own copy of the matrix for its policies, written by migrations and
compared with this file by a test.
"""

from enum import StrEnum


class Permission(StrEnum):
    """An action on a kind of resource, `resource:action`."""

    ACCESS_MANAGE = "access:manage"
    ANSWER_READ_OWN = "answer:read_own"
    DOCUMENT_READ = "document:read"
    QUESTION_ASK = "question:ask"
    TEXT_OPEN = "text:open"
    TRAIL_READ = "trail:read"


class Role(StrEnum):
    """A named set of permissions. Nobody reads content by being an administrator or an auditor."""

    ADMINISTRATOR = "administrator"
    ATTORNEY = "attorney"
    AUDITOR = "auditor"
    COUNSEL = "counsel"
    ENGINEER = "engineer"
    EXECUTIVE = "executive"
    STRATEGIST = "strategist"


_READER = frozenset({Permission.ANSWER_READ_OWN, Permission.DOCUMENT_READ, Permission.QUESTION_ASK})

ROLES: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset({Permission.ACCESS_MANAGE}),
    Role.ATTORNEY: _READER,
    Role.AUDITOR: frozenset({Permission.TRAIL_READ}),
    Role.COUNSEL: _READER | {Permission.TEXT_OPEN, Permission.TRAIL_READ},
    Role.ENGINEER: _READER,
    Role.EXECUTIVE: _READER,
    Role.STRATEGIST: _READER,
}
