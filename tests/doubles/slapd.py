"""A real directory, Debian's slapd, for as long as a test needs it. It listens on this machine only.

`require_slapd()` at the head of a module skips it where slapd or python-ldap is missing, and fails it where
KAAS_REQUIRE_SLAPD=1 says that they have to be there (`.ci/run` says so when it could install them).
"""

import datetime
import importlib.util
import ipaddress
import os
import random
import shutil
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SBIN = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
SLAPD, SLAPADD = (shutil.which(name, path=SBIN) for name in ("slapd", "slapadd"))
MODULES = next(
    (folder for folder in map(Path, ("/usr/lib/ldap", "/usr/lib/openldap")) if folder.is_dir()), None
)
SCHEMA = Path("/etc/ldap/schema")

SUFFIX = "dc=borealis,dc=example"
PEOPLE, GROUPS = f"ou=people,{SUFFIX}", f"ou=groups,{SUFFIX}"
ROOT, READER = f"cn=root,{SUFFIX}", f"cn=reader,{SUFFIX}"
ROOT_PASSWORD, READER_PASSWORD = "for making", "for looking"
PAGE_LIMIT = 500

CONFIGURATION = """
include {schema}/core.schema
include {schema}/cosine.schema
include {schema}/inetorgperson.schema
modulepath {modules}
moduleload back_mdb
moduleload memberof
pidfile {folder}/slapd.pid
argsfile {folder}/slapd.args
TLSCACertificateFile {folder}/authority.pem
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.key
sizelimit {page}
database mdb
suffix "{suffix}"
rootdn "{root}"
rootpw "{root_password}"
directory {folder}/data
maxsize 268435456
index objectClass,uid,member,memberOf,cn eq
limits dn.exact="{reader}" size.soft={page} size.hard={page} size.prtotal=unlimited
overlay memberof
memberof-refint TRUE
memberof-dangling ignore
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{reader}" read by anonymous auth by * none
"""


def require_slapd() -> None:
    """Skip this module where there is no directory to start; fail it where there has to be one."""
    missing = [name for name, there in (("slapd", SLAPD), ("its modules", MODULES)) if not there]
    missing += [] if importlib.util.find_spec("ldap") else ["python-ldap (deploy/locks/ldap.txt)"]
    if not missing:
        return
    reason = f"no directory can be started here, there is no {' and no '.join(missing)}"
    if os.environ.get("KAAS_REQUIRE_SLAPD") == "1":
        raise RuntimeError(f"{reason}; KAAS_REQUIRE_SLAPD=1 says there is")
    pytest.skip(reason, allow_module_level=True)


class Slapd:
    """A running directory with an empty tree of people and groups."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.tls_port = _free_ports(2)
        self.process: subprocess.Popen[bytes] | None = None
        (folder / "data").mkdir(parents=True)
        _certify(folder)
        (folder / "slapd.conf").write_text(
            CONFIGURATION.format(
                schema=SCHEMA,
                modules=MODULES,
                folder=folder,
                suffix=SUFFIX,
                root=ROOT,
                reader=READER,
                root_password=ROOT_PASSWORD,
                page=PAGE_LIMIT,
            )
        )
        self.load(_tree())

    @property
    def url(self) -> str:
        return f"ldap://127.0.0.1:{self.port}"

    @property
    def tls_url(self) -> str:
        return f"ldaps://127.0.0.1:{self.tls_port}"

    def described(self, **changes: Any) -> dict[str, Any]:
        """`settings.DIRECTORY` for this directory."""
        return {
            "url": self.url, "start_tls": False, "plain": False, "authority": str(self.folder / "authority.pem"),
            "bind_dn": READER, "password": READER_PASSWORD, "people": PEOPLE, "people_filter": "(objectClass=person)",
            "groups": GROUPS, "name_attribute": "uid", "entry_attribute": "entryUUID",
            "english_attribute": "displayName;lang-en", "seconds": "20", "every": "0.2", "most_people": "50000",
        } | changes  # fmt: skip

    def load(self, entries: Iterable[str]) -> None:
        """Add entries (LDIF) while the directory is stopped."""
        command = [str(SLAPADD), "-q", "-f", str(self.folder / "slapd.conf"), "-b", SUFFIX]
        done = subprocess.run(command, input="\n\n".join(entries).encode(), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()

    def start(self) -> None:
        """Return when it answers."""
        command = [
            str(SLAPD),
            "-f",
            str(self.folder / "slapd.conf"),
            "-h",
            f"{self.url} {self.tls_url}",
            "-d",
            "0",
        ]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        until = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.tls_port), timeout=5).close()
                return
            except OSError:
                assert self.process.poll() is None, (self.folder / "log").read_text(errors="replace")
                assert time.monotonic() < until
                time.sleep(0.05)

    def stop(self) -> None:
        """Return when it is gone."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)
            self.process = None

    @contextmanager
    def administered(self) -> Iterator[Any]:
        """A connection of python-ldap that may change everything."""
        import ldap

        connection = ldap.initialize(self.url)
        connection.simple_bind_s(ROOT, ROOT_PASSWORD)
        try:
            yield connection
        finally:
            connection.unbind_s()

    def add(self, dn: str, **values: str | Sequence[str]) -> str:
        """Add an entry; its name."""
        lists = {name: [value] if isinstance(value, str) else value for name, value in values.items()}
        with self.administered() as connection:
            connection.add_s(dn, [(name, [value.encode() for value in some]) for name, some in lists.items()])
        return dn

    def add_person(self, uid: str, *, password: str = "right", **values: str) -> str:
        """Add a person; their name in the directory."""
        named = {"cn": uid, "sn": uid, "uid": uid, "userPassword": password} | values
        return self.add(f"cn={uid},{PEOPLE}", objectClass="inetOrgPerson", **named)

    def add_group(self, cn: str, *members: str) -> str:
        """Add a group; its name in the directory."""
        return self.add(
            f"cn={cn},{GROUPS}", objectClass="groupOfNames", cn=cn, member=list(members) or [ROOT]
        )

    def change(self, dn: str, change: int, **values: str) -> None:
        """Add, remove or replace values: ldap.MOD_ADD, MOD_DELETE, MOD_REPLACE."""
        with self.administered() as connection:
            connection.modify_s(dn, [(change, name, [value.encode()]) for name, value in values.items()])

    def remove(self, dn: str) -> None:
        with self.administered() as connection:
            connection.delete_s(dn)


@contextmanager
def running(folder: Path, entries: Iterable[str] = ()) -> Iterator[Slapd]:
    """A directory for as long as the block lasts."""
    directory = Slapd(folder)
    directory.load(entries)
    directory.start()
    try:
        yield directory
    finally:
        directory.stop()


def ldif(dn: str, values: Mapping[str, Sequence[str]]) -> str:
    """An entry as `Slapd.load` takes it. ASCII only."""
    return "\n".join([f"dn: {dn}", *(f"{name}: {value}" for name, some in values.items() for value in some)])


def _tree() -> list[str]:
    return [
        ldif(SUFFIX, {"objectClass": ["dcObject", "organization"], "dc": ["borealis"], "o": ["Borealis"]}),
        ldif(PEOPLE, {"objectClass": ["organizationalUnit"], "ou": ["people"]}),
        ldif(GROUPS, {"objectClass": ["organizationalUnit"], "ou": ["groups"]}),
        ldif(
            READER,
            {
                "objectClass": ["organizationalRole", "simpleSecurityObject"],
                "cn": ["reader"],
                "userPassword": [READER_PASSWORD],
            },
        ),
    ]


def _free_ports(count: int) -> list[int]:
    """Ports below those that the system gives to others by itself, so that one stays free while the directory is down."""
    found: list[int] = []
    while len(found) < count:
        port = random.SystemRandom().choice([port for port in range(20_000, 32_000) if port not in found])
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            found.append(port)
    return found


def _certify(folder: Path) -> None:
    """An authority, and a certificate of it for 127.0.0.1."""
    now = datetime.datetime.now(datetime.UTC)
    keys = {name: ec.generate_private_key(ec.SECP256R1()) for name in ("authority", "server")}
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority of a test")])
    for name, key in keys.items():
        built = (
            x509.CertificateBuilder()
            .subject_name(
                issuer
                if name == "authority"
                else x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "here")])
            )
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=name == "authority", path_length=None), critical=True)
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
                critical=False,
            )
        )
        signed = built.sign(keys["authority"], hashes.SHA256())
        (folder / f"{name}.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (folder / "server.key").write_bytes(
        keys["server"].private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
