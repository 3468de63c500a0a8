"""The files that take longest, which begin first, so that both processes of a run end at about the same time.

The first needs a database, which takes a while to make; the next do without, so that nobody waits for it.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

FIRST = [
    "verification/test_noninterference.py",
    "unit/answering/test_obedient_model.py",
    "unit/parsing/test_isolation.py",
    "verification/test_ghosts.py",
    "verification/test_personas.py",
    "verification/test_pool.py",
    "verification/test_revocation.py",
    "verification/test_mutants.py",
    "verification/test_ingestion.py",
    "integration/test_serving.py",
    "integration/test_evaluate.py",
    "integration/test_check.py",
    "verification/test_embedded_postgres.py",
    "verification/test_attacks_on_answers.py",
    "verification/test_sharing.py",
    "unit/claims/test_properties.py",
    "integration/test_model_server_endings.py",
    "verification/test_model_at_the_desk.py",
    "verification/test_changes.py",
    "verification/test_preview.py",
    "verification/test_adding_up.py",
    "verification/test_relabelling.py",
    "verification/test_filling.py",
    "verification/test_ranking.py",
    "verification/test_vectors.py",
]


def in_order(root: Path) -> Callable[[pytest.Item], int]:
    """A key that sorts tests by their file's place above; all others keep theirs, after these."""
    places = {root / "tests" / name: place for place, name in enumerate(FIRST)}
    assert all(file.is_file() for file in places), "tests/longest.py names a file that is not there"
    return lambda item: places.get(item.path, len(places))
