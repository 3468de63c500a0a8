"""Packed files, looked at before they are unpacked: what they would become must stay within bounds."""

import io
import zipfile
import zlib

from portfolios.parsing.document import FailureReason, Unreadable
from portfolios.parsing.sizes import MAX_BYTES

MAX_UNPACKED = 512 * 1024 * 1024  # of all members together; the largest real Word files stay far below
MAX_RATIO = 200  # unpacked to packed; XML reaches 20 to 40, a bomb some thousand
RATIO_FROM = 10 * 1024 * 1024  # below this size the ratio does no harm
MAX_MEMBERS = 10_000
_STEP = 1024 * 1024
_HEAD = 4096  # bytes of an XML part before its first element


def check_archive(archive: zipfile.ZipFile) -> None:
    """Raises Unreadable for an archive that would unpack to too much, or that asks for a password."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if unpacked > MAX_UNPACKED or len(members) > MAX_MEMBERS:
        raise _bomb(f"would unpack to {unpacked // _STEP} MiB in {len(members)} members")
    if unpacked > RATIO_FROM and unpacked / packed > MAX_RATIO:
        raise _bomb(f"would unpack to {unpacked // packed} times its size")
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable(
            FailureReason.ENCRYPTED, "The archive is protected by a password; supply it without one."
        )


def check_no_entities(archive: zipfile.ZipFile) -> None:
    """Raises Unreadable for an Office file that declares a document type: none does, but for attacks on readers."""
    for name in archive.namelist():
        if name.endswith((".xml", ".rels", ".vml")):
            with archive.open(name) as member:
                head = member.read(_HEAD).replace(b"\x00", b"")
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise Unreadable(
                    FailureReason.MALFORMED,
                    f"A part of the file ({name[:80]}) declares entities, which Office files never do; check where the "
                    "file comes from.",
                )


def gunzip(content: bytes) -> bytes:
    """The one file in a gzip file, unpacked only as far as MAX_BYTES."""
    unpacked = io.BytesIO()
    rest = content
    while rest.startswith(b"\x1f\x8b"):
        stream = zlib.decompressobj(wbits=31)
        while rest and not stream.eof:
            try:
                unpacked.write(stream.decompress(rest, _STEP))
            except zlib.error as error:
                raise Unreadable(
                    FailureReason.MALFORMED, "The gzip file is damaged; supply the whole file again."
                ) from error
            rest = stream.unconsumed_tail
            if unpacked.tell() > MAX_BYTES:
                raise _bomb(f"unpacks to more than {MAX_BYTES // _STEP} MiB")
        if not stream.eof:
            raise Unreadable(
                FailureReason.TRUNCATED, "The gzip file ends too early; supply the whole file again."
            )
        rest = stream.unused_data
    return unpacked.getvalue()


def _bomb(how: str) -> Unreadable:
    return Unreadable(
        FailureReason.TOO_LARGE, f"The packed file {how}, more than is read; split it or repack it."
    )
