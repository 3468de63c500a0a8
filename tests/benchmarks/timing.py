"""How long things take, and how that is told."""

import json
import os
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any

from kaas.operations.state import state_dir


def timed(action: Callable[[], object]) -> float:
    """Milliseconds that an action takes."""
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1000


def spread(times: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile (nearest rank) and the longest of all."""
    ordered = sorted(times)
    place = {"p50": ceil(len(ordered) * 0.5), "p95": ceil(len(ordered) * 0.95), "max": len(ordered)}
    return {name: round(ordered[at - 1], 2) for name, at in place.items()}


def table(rows: Mapping[str, Mapping[str, float]]) -> str:
    """Rows of p50, p95 and max in milliseconds."""
    lines = [f"{'':42}{'p50 ms':>10}{'p95 ms':>10}{'max ms':>10}"]
    lines += [
        f"{name:42}{row['p50']:>10.1f}{row['p95']:>10.1f}{row['max']:>10.1f}" for name, row in rows.items()
    ]
    return "\n".join(lines)


def ratios(ours: Mapping[str, float], peer: Mapping[str, float]) -> dict[str, float]:
    """Ours divided by the peer's, figure by figure."""
    return {name: round(ours[name] / peer[name], 3) for name in ours}


def keep(name: str, result: Mapping[str, Any]) -> Path:
    """Write a result to bench/ in the state folder, with what it was measured on."""
    folder = state_dir() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    measured_on = {"cores": os.cpu_count(), "python": platform.python_version(), "load": os.getloadavg()[0]}
    path = folder / f"{name}.json"
    path.write_text(json.dumps({**result, "measured_on": measured_on}, indent=2) + "\n", encoding="utf-8")
    return path
