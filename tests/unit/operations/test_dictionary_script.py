"""`make dictionary` runs before there is any database or secret."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[3] / "deploy" / "dictionary.py"


def test_it_needs_no_settings(tmp_path: Path) -> None:
    """What it makes is there already, as far as its note says: nothing is downloaded."""
    code = (
        "import runpy, pathlib\n"
        f"room = runpy.run_path({str(SCRIPT)!r})\n"
        "room['FOLDER'].mkdir()\n"
        "room['FILE'].touch()\n"
        "room['NOTE'].write_text(room['made_by']())\n"
        "raise SystemExit(room['main']())"
    )
    environment = {"KAAS_STATE_DIR": str(tmp_path), "PATH": "/nonexistent"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert (done.returncode, done.stderr) == (
        0,
        f"The dictionary in {tmp_path / 'dictionary'} is up to date.\n",
    )
