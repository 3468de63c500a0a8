"""The wire to the directory: TLS and deadlines always, referrals never, and answers page by page."""

import socket
import ssl
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from governance.access.directory_settings import Directory, DirectoryAway

try:
    import ldap
    import ldap.dn
    from ldap.controls import SimplePagedResultsControl
    from ldap.filter import escape_filter_chars
except ModuleNotFoundError:
    raise ImproperlyConfigured(
        "The company's directory needs python-ldap, which is not installed. With a compiler and the headers of libldap and "
        "libsasl2 there: .venv/bin/pip install --require-hashes -r deploy/locks/ldap.txt"
    ) from None

PAGE = 500  # entries of one answer; what servers permit by default is 500 or 1,000
LDAPS = 636  # the port, where the address names none
WHOLE_LOOK = 8  # times the seconds of one answer

Attributes = Mapping[str, Sequence[bytes]]

KINDS: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((ldap.SERVER_DOWN, ldap.CONNECT_ERROR, ldap.UNAVAILABLE, ldap.BUSY), "unreachable"),
    ((ldap.TIMEOUT, ldap.TIMELIMIT_EXCEEDED, ldap.ADMINLIMIT_EXCEEDED), "slow"),
    ((ldap.SIZELIMIT_EXCEEDED,), "too_many"),
    (
        (
            ldap.INVALID_CREDENTIALS,
            ldap.INAPPROPRIATE_AUTH,
            ldap.INSUFFICIENT_ACCESS,
            ldap.STRONG_AUTH_REQUIRED,
        ),
        "refused",
    ),
    ((ldap.NO_SUCH_OBJECT, ldap.INVALID_DN_SYNTAX, ldap.FILTER_ERROR), "nowhere"),
)


def away(error: Exception) -> DirectoryAway:
    """What an error of the protocol means to us."""
    return DirectoryAway(next((code for kinds, code in KINDS if isinstance(error, kinds)), "broken"))


def options(directory: Directory) -> dict[int, Any]:
    """The options of every connection, in the order in which libldap wants them."""
    chosen = {
        ldap.OPT_PROTOCOL_VERSION: ldap.VERSION3,
        ldap.OPT_REFERRALS: 0,
        ldap.OPT_NETWORK_TIMEOUT: directory.seconds,
        ldap.OPT_TIMEOUT: directory.seconds,
        ldap.OPT_X_TLS_REQUIRE_CERT: ldap.OPT_X_TLS_DEMAND,
    }
    if directory.authority:
        chosen[ldap.OPT_X_TLS_CACERTFILE] = directory.authority
    return chosen | {ldap.OPT_X_TLS_NEWCTX: 0}


def normal(dn: str) -> str:
    """A name in the directory as we compare it: whoever wrote it, in one spelling. ValueError for what is none."""
    try:
        parts = ldap.dn.str2dn(dn)
    except ldap.DECODING_ERROR:
        raise ValueError(dn) from None
    spelt = [
        [(kind.lower(), " ".join(value.casefold().split()), flag) for kind, value, flag in rdn]
        for rdn in parts
    ]
    return str(ldap.dn.dn2str(spelt))


def addresses(directory: Directory) -> str:
    """The servers to try, as libldap takes them. Raises DirectoryAway when none is left.

    libldap waits for a TLS handshake without an end, whatever its options say; so we shake hands first, and leave out a
    server that takes connections and does not. Nothing is said here, so nothing is believed: libldap checks the certificate.
    """
    left = [
        url for url in directory.urls if not url.startswith("ldaps:") or _shakes_hands(url, directory.seconds)
    ]
    if not left:
        raise DirectoryAway("unreachable")
    return " ".join(left)


def _shakes_hands(url: str, seconds: float) -> bool:
    parts = urlsplit(url)
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with socket.create_connection((parts.hostname, parts.port or LDAPS), timeout=seconds) as plain:
            context.wrap_socket(plain).close()
    except OSError:
        return False
    return True


class Wire:
    """An open connection, bound as the account that may look, for one look."""

    def __init__(self, connection: Any, directory: Directory) -> None:
        self.directory = directory
        self._connection = connection
        self._until = time.monotonic() + WHOLE_LOOK * directory.seconds

    def entries(
        self, base: str, condition: str, attributes: Sequence[str], *, only_base: bool = False
    ) -> Iterator[tuple[str, Attributes]]:
        """Name and attributes of what fits, a page at a time in memory. Raises DirectoryAway."""
        reach = ldap.SCOPE_BASE if only_base else ldap.SCOPE_SUBTREE
        control = SimplePagedResultsControl(True, size=PAGE, cookie="")
        try:
            while True:
                if time.monotonic() > self._until:
                    raise DirectoryAway("slow")
                page, cookie = self._page(base, reach, condition, attributes, control)
                yield from page
                if not cookie:
                    return
                control.cookie = cookie
        except ldap.LDAPError as error:
            raise away(error) from None

    def is_there(self, dn: str) -> bool:
        """Whether the directory has an entry of this name."""
        try:
            return any(True for _ in self.entries(dn, "(objectClass=*)", ["1.1"], only_base=True))
        except DirectoryAway as error:
            if error.code == "nowhere":
                return False
            raise

    def _page(
        self, base: str, reach: int, condition: str, attributes: Sequence[str], control: Any
    ) -> tuple[list[tuple[str, Attributes]], Any]:
        asked = self._connection.search_ext(base, reach, condition, list(attributes), serverctrls=[control])
        _, found, _, controls = self._connection.result3(asked, timeout=self.directory.seconds)
        cookies = [c.cookie for c in controls if c.controlType == SimplePagedResultsControl.controlType]
        # A referral has no name; it is not followed.
        return [(dn, values) for dn, values in found if dn is not None], cookies[0] if cookies else None


@contextmanager
def open_wire(directory: Directory) -> Iterator[Wire]:
    """Connect, secure and bind. Raises DirectoryAway."""
    connection = ldap.initialize(addresses(directory))
    for option, value in options(directory).items():
        connection.set_option(option, value)
    try:
        if directory.start_tls:
            connection.start_tls_s()
        connection.simple_bind_s(directory.bind_dn, directory.password)
    except ldap.LDAPError as error:
        raise away(error) from None
    try:
        yield Wire(connection, directory)
    finally:
        with suppress(ldap.LDAPError):
            connection.unbind_s()


def escaped(text: str) -> str:
    """Text as it may stand in a condition."""
    return str(escape_filter_chars(text))
