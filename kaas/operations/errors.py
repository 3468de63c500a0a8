"""What can go wrong around the platform rather than in it.

The docstring is the message: one line that says what happened and what to do; the caller prints it and exits
with 2.
"""


class OperationError(Exception):
    """The platform could not be run: {detail}"""

    retryable = False

    def __init__(self, **facts: object) -> None:
        super().__init__(" ".join((self.__doc__ or "").split()).format(**facts))


class StateNotWritable(OperationError):
    """The state folder {path} cannot be written ({detail}): make it writable for this account, or name
    another folder in KAAS_STATE_DIR."""


class StateInUse(OperationError):
    """The state folder {path} is in use by process {pid} ({command}): stop that first, or give this platform
    a folder and a port of its own with KAAS_STATE_DIR and KAAS_PORT."""

    retryable = True


class SecretsMissing(OperationError):
    """The database in {path} exists but its secrets are gone ({names}): put back {folder} from a backup, or
    delete {path} to start anew with an empty database."""


class SecretInvalid(OperationError):
    """The secret {path} is empty or unreadable ({detail}): put it back from a backup."""


class DiskFull(OperationError):
    """No room left on the disk that holds {path}: {needed} MB are needed; free some, then try again. Nothing
    was lost."""

    retryable = True


class BinariesMissing(OperationError):
    """The PostgreSQL binaries are not in this environment ({detail}): run `make setup`, or point
    KAAS_DATABASE_URL at a PostgreSQL 18 server of yours."""


class AccountMissing(OperationError):
    """PostgreSQL refuses to run as root and no other account can be used here ({detail}): run the platform as
    an ordinary user, or point KAAS_DATABASE_URL at a server of yours."""


class FolderUnreachable(OperationError):
    """The database folder {path} cannot be reached by the account that runs the database (number {uid}): let
    others pass through the folders above it, or run the platform as the user who made it."""


class FolderGone(OperationError):
    """The database folder {path} that this state folder names is gone: put it back, or delete {state} to
    start anew with an empty database."""


class SocketPathTooLong(OperationError):
    """No place for the database's socket: {path} is too long for a socket and no short private folder could
    be made ({detail}); choose a shorter KAAS_STATE_DIR."""


class CreationFailed(OperationError):
    """The embedded database could not be made: {detail}. Nothing was left behind; the full
    output is in {log}."""


class StartFailed(OperationError):
    """The embedded database did not start: {detail}. Its log is in {log}."""


class StopFailed(OperationError):
    """The embedded database (process {pid}) does not stop; its log is in {log}. It can be ended with
    `kill -QUIT {pid}`; the next start recovers."""


class BootstrapFailed(OperationError):
    """The database's roles could not be set up: {detail}"""


class ForeignServer(OperationError):
    """Process {pid} still runs a database in {path} that belongs to a state folder deleted meanwhile: end it
    with `kill -INT {pid}`, then try again."""

    retryable = True


class DatabaseUnreachable(OperationError):
    """The database that {variable} names does not answer ({detail}): check the address, the login and that
    the server runs."""

    retryable = True


class DatabaseUnfit(OperationError):
    """The database that {variable} names cannot be used: {detail}"""


class PortInUse(OperationError):
    """Port {port} on {host} is taken by another program: stop it, or choose another, for example
    `KAAS_PORT={other} make run`."""

    retryable = True


class PortForbidden(OperationError):
    """This account may not serve on port {port}: choose one above 1023, for example
    `KAAS_PORT=8000 make run`."""


class PortInvalid(OperationError):
    """KAAS_PORT is {value!r}: give a number from 1 to 65535."""


class PreparationFailed(OperationError):
    """{name} failed (exit status {status}); what it said is above. Put that right and try again."""


class ProcessNotStarted(OperationError):
    """The {name} could not start (exit status {status}); what it said is above. Put that right and try
    again."""


class ProcessKeepsFailing(OperationError):
    """The {name} ended {times} times in a row (last exit status {status}); what it said is above. The
    platform has stopped; the data is safe."""
