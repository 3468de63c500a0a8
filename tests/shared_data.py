"""Where the real third-party data lie that some tests read; they are not part of the repository."""

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared_data(name: str) -> Path:
    """The folder of that name in KAAS_SHARED_DATA, or in ../shared/data; skips the test where there is none."""
    folder = Path(os.environ.get("KAAS_SHARED_DATA") or _BESIDE) / name
    if not folder.is_dir():
        pytest.skip(f"real data not there: {folder} (set KAAS_SHARED_DATA to the folder that holds {name})")
    return folder
