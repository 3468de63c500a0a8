"""What people asked and were shown: encrypted once under a key of their own (AES-256-GCM), read back under row security.

The key of a person is wrapped by the installation's key. The text's id, owner and resource are authenticated with it, so
a ciphertext moved to another row does not open.
"""

import os
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, transaction

from governance.prepared import prepared

NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class WritingKey:
    """A person's key, for as long as one act lasts. What is written under a key destroyed meanwhile never opens."""

    id: uuid.UUID
    cipher: AESGCM = field(repr=False)


def store(
    texts: Sequence[tuple[uuid.UUID, str, str]],
    *,
    owner: uuid.UUID,
    resource: str,
    label_ids: Iterable[int],
    key: WritingKey | None = None,
) -> None:
    """Store (id, purpose, text) triples of one resource under `label_ids`, which must not be empty.

    Runs in the caller's transaction, as the identified `owner`; `key` is theirs, where it was found before.
    """
    if not texts:
        return
    key = key or writing_key(owner)
    labels = sorted(set(label_ids))
    rows = [
        (
            text_id,
            owner,
            resource,
            purpose,
            key.id,
            _seal(key.cipher, text, _bind(text_id, owner, resource)),
            labels,
        )
        for text_id, purpose, text in texts
    ]
    values = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, now())"] * len(rows))
    with prepared() as cursor:
        cursor.execute(
            "insert into audit_text (id, owner, resource, purpose, key, ciphertext, label_ids, created_at)"
            f" values {values}",
            [value for row in rows for value in row],
        )


def read(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The texts among `ids` that the identified person may read now; the others are simply not there."""
    with prepared() as cursor:
        cursor.execute(
            "select t.id, t.owner, t.resource, t.ciphertext, k.wrapped, k.id from audit_text t"
            " join audit_key k on k.id = t.key where t.id = any(%s) and k.destroyed_at is null",
            [list(ids)],
        )
        rows = cursor.fetchall()
    keys = {key_id: _unwrap(bytes(wrapped), key_id) for *_, wrapped, key_id in rows}
    return {
        text_id: _open(keys[key_id], bytes(ciphertext), _bind(text_id, owner, resource))
        for text_id, owner, resource, ciphertext, _, key_id in rows
    }


def _master() -> AESGCM:
    if not settings.TEXT_KEY:
        raise ImproperlyConfigured(
            "KAAS_TEXT_KEY is not set: without it nothing that people ask can be kept."
        )
    return AESGCM(bytes.fromhex(settings.TEXT_KEY))


def writing_key(owner: uuid.UUID) -> WritingKey:
    """The key under which the texts of a person are stored, made with their first one."""
    key_id, wrapped = _find_key(owner) or _make_key(owner)
    return WritingKey(key_id, _unwrap(wrapped, key_id))


def _find_key(owner: uuid.UUID) -> tuple[uuid.UUID, bytes] | None:
    with prepared() as cursor:
        cursor.execute(
            "select id, wrapped from audit_key where person = %s and destroyed_at is null", [owner]
        )
        row = cursor.fetchone()
    return (row[0], bytes(row[1])) if row else None


def _make_key(owner: uuid.UUID) -> tuple[uuid.UUID, bytes]:
    key_id = uuid.uuid4()
    wrapped = _encrypt(_master(), AESGCM.generate_key(256), key_id.bytes)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "insert into audit_key (id, person, wrapped, created_at) values (%s, %s, %s, now())",
                [key_id, owner, wrapped],
            )
    except IntegrityError:
        # Two first questions at once: the other transaction's key is the person's key.
        found = _find_key(owner)
        if found is None:
            raise
        return found
    return key_id, wrapped


def _unwrap(wrapped: bytes, key_id: uuid.UUID) -> AESGCM:
    return AESGCM(_decrypt(_master(), wrapped, key_id.bytes))


def _bind(text_id: uuid.UUID, owner: uuid.UUID, resource: str) -> bytes:
    return text_id.bytes + owner.bytes + resource.encode()


def _seal(key: AESGCM, text: str, bound: bytes) -> bytes:
    return _encrypt(key, text.encode(), bound)


def _open(key: AESGCM, ciphertext: bytes, bound: bytes) -> str:
    return _decrypt(key, ciphertext, bound).decode()


def _encrypt(key: AESGCM, content: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + key.encrypt(nonce, content, bound)


def _decrypt(key: AESGCM, content: bytes, bound: bytes) -> bytes:
    return key.decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], bound)
