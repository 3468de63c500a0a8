"""Cache salts: equal for equal permitted sets, and of nothing else."""

import re

from kaas.inference.salts import cache_salt


def test_order_and_repetition_do_not_matter() -> None:
    assert cache_salt(b"key", [3, 1, 2]) == cache_salt(b"key", (1, 2, 3, 3))


def test_it_is_what_vllm_takes() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", cache_salt(b"key", range(10_000)))


def test_different_sets_and_keys_never_share() -> None:
    sets = [[], [1], [2], [1, 2], [12], [1, 12], [11, 2], [112]]
    salts = {cache_salt(key, labels) for key in (b"one", b"two") for labels in sets}
    assert len(salts) == 2 * len(sets)
