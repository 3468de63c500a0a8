"""The peer in memory: faiss compares every permitted vector. `python dense_faiss.py FOLDER SHARE`: KIND NUMBER in, ms out."""

import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

np: Any = import_module("numpy")
faiss: Any = import_module("faiss")


def answer(folder: Path, share: str) -> None:
    """Answer until standard input ends."""
    faiss.omp_set_num_threads(1)
    asked = json.loads((folder / "asked.json").read_text(encoding="utf-8"))[share]
    rows = np.load(folder / "vectors.npy", mmap_mode="r")
    index = faiss.IndexFlatIP(rows.shape[1])
    for begin in range(0, len(rows), 50_000):
        index.add(np.ascontiguousarray(rows[begin : begin + 50_000], dtype="f4"))
    permitted = np.flatnonzero(np.isin(np.load(folder / "labels.npy"), asked["labels"]))
    parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(permitted))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        kind, number = line.split()
        query = np.array([json.loads(asked[kind][int(number)][0])], dtype="f4")
        begin_at = time.perf_counter()
        index.search(query, 10, params=parameters)
        sys.stdout.write(f"{(time.perf_counter() - begin_at) * 1000}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    answer(Path(sys.argv[1]), sys.argv[2])
