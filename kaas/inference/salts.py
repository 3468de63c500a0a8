"""What separates the prefix cache of a model server between sets of permitted labels."""

import hmac
from collections.abc import Iterable
from hashlib import sha256


def cache_salt(key: bytes, label_ids: Iterable[int]) -> str:
    """The salt of a permitted set: 64 hexadecimal digits, the same for the same set in any order.

    People who may read the same share the cache; nobody else can learn by timing what a prompt of theirs began with. vLLM
    takes at most 128 characters and neither `@`, `/` nor `\\`, so that base64 would fail now and then.
    """
    permitted = ",".join(str(label_id) for label_id in sorted(set(label_ids)))
    return hmac.new(key, b"kaas cache salt\0" + permitted.encode("ascii"), sha256).hexdigest()
