"""What can be done, and which role may do it. This file is the access matrix (INCITS 359: permissions, roles, grants).

A role is stored by its slug. The database keeps its own copy of the matrix for its policies, written by migrations and
compared with this file by a test.
"""

from enum import StrEnum


class Permission(StrEnum):
    """An action on a kind of resource, `resource:action`."""

    ACCESS_BREAK_GLASS = "access:break_glass"
    ACCESS_EXPLAIN = "access:explain"
    ACCESS_MANAGE = "access:manage"
    ACCESS_READ = "access:read"
    ANSWER_READ_OWN = "answer:read_own"
    DOCUMENT_READ = "document:read"
    EMERGENCY_READ = "emergency:read"
    EXPORT_CLASSIFY = "export:classify"
    QUESTION_ASK = "question:ask"
    REFERRAL_ANSWER = "referral:answer"
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
    EXPORT_CONTROL = "export_control"
    SECURITY = "security"
    STRATEGIST = "strategist"


# What is content, or leads to it: who lacks an acknowledgement or a training has to see to that first.
CONTENT = frozenset({Permission.ANSWER_READ_OWN, Permission.DOCUMENT_READ, Permission.QUESTION_ASK})
_READER = CONTENT

ROLES: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.ACCESS_EXPLAIN,
            Permission.ACCESS_MANAGE,
            Permission.ACCESS_READ,
            Permission.EMERGENCY_READ,
        }
    ),
    Role.ATTORNEY: _READER,
    Role.AUDITOR: frozenset(
        {
            Permission.ACCESS_EXPLAIN,
            Permission.ACCESS_READ,
            Permission.EMERGENCY_READ,
            Permission.TRAIL_READ,
        }
    ),
    # Counsel reads documents. Who holds what, and why somebody else may not read a thing, would tell of hidden ones.
    Role.COUNSEL: _READER
    | {
        Permission.EMERGENCY_READ,
        Permission.REFERRAL_ANSWER,
        Permission.TEXT_OPEN,
        Permission.TRAIL_READ,
    },
    Role.ENGINEER: _READER,
    Role.EXECUTIVE: _READER,
    Role.EXPORT_CONTROL: frozenset({Permission.ACCESS_READ, Permission.EXPORT_CLASSIFY}),
    Role.SECURITY: frozenset(
        {Permission.ACCESS_BREAK_GLASS, Permission.ACCESS_READ, Permission.EMERGENCY_READ}
    ),
    Role.STRATEGIST: _READER,
}
