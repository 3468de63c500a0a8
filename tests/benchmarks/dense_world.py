"""Vectors of a made-up company, as files that PostgreSQL copies in. Runs where numpy is: `python dense_world.py FOLDER ROWS`.
Where the files are, it only adds what somebody asks who reads everything.

384 numbers on 32 that matter; 20 near-duplicates a document; 500 labels, one with 40 % of the rows and the rest by Zipf, each
leaning to a few of 100 topics. Hard for codes: of 400,000 rows, signs alone find .82 of the nearest ten among 300. The
codebook is made of another company's documents, on topics of their own, by the same model.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

DIMENSIONS, LATENT, LABELS, TOPICS, PER_DOCUMENT = 384, 32, 500, 100, 20
CELLS, TEXTS, MIXED = 1024, 256, 8
SPREAD_DOCUMENTS, SPREAD_PASSAGES, NOISE, ASIDE = 0.3, 0.25, 0.3, 0.25
LARGEST, LEANING, FAVOURED = 0.4, 0.7, 8
SHARES = (50, 20, 10, 5, 2, 1, 0.1)
EVERYTHING = 100
ASKED = 40  # queries of each kind, for each share
SLICE = 20_000
FIRST_LABEL = 1000
np: Any = import_module("numpy")


def company(rows: int, seed: int) -> tuple[Any, Any]:
    """(what each passage is about, label of each passage)."""
    dice = np.random.default_rng(seed)
    sizes = np.r_[LARGEST, (1 - LARGEST) * _zipf(LABELS - 1)]
    documents = rows // PER_DOCUMENT
    labels = dice.choice(LABELS, documents, p=sizes)
    topics = dice.standard_normal((TOPICS, LATENT))
    favoured = dice.integers(0, TOPICS, (LABELS, FAVOURED))
    leaning = favoured[labels, dice.integers(0, FAVOURED, documents)]
    topic = np.where(dice.random(documents) < LEANING, leaning, dice.integers(0, TOPICS, documents))
    about = topics[topic] + SPREAD_DOCUMENTS * dice.standard_normal((documents, LATENT))
    passages = np.repeat(about, PER_DOCUMENT, 0) + SPREAD_PASSAGES * dice.standard_normal((rows, LATENT))
    return passages.astype("f4"), np.repeat(labels, PER_DOCUMENT)


def _zipf(count: int) -> Any:
    weights = 1 / np.arange(1, count + 1)
    return weights / weights.sum()


def vectors(about: Any, seed: int) -> Any:
    """What the model makes of passages: rows of length 1."""
    model = np.random.default_rng(99).standard_normal((LATENT, DIMENSIONS)).astype("f4") / DIMENSIONS**0.5
    noise = np.random.default_rng(seed).standard_normal((len(about), DIMENSIONS), dtype="f4")
    made = about @ model + noise * (NOISE * (LATENT / DIMENSIONS) ** 0.5)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def codebook() -> Any:
    """As portfolios.vectors.codebook mixes it, of texts that are documents of another company."""
    about, _ = company(TEXTS * PER_DOCUMENT, 77)
    texts = vectors(about[::PER_DOCUMENT], 78)
    middle, dice = texts.mean(0), np.random.default_rng(79)
    aside = texts - middle
    signs = dice.choice([-1, 1], (CELLS, MIXED, 1))
    mixed = (aside[dice.integers(0, TEXTS, (CELLS, MIXED))] * signs).sum(1)
    mixed *= np.linalg.norm(aside, axis=1).mean() / np.linalg.norm(mixed, axis=1, keepdims=True)
    made = middle + mixed
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def copied(fields: dict[str, tuple[str, Any]], count: int) -> bytes:
    """Rows in PostgreSQL's binary format. fields: name -> (numpy type, values); each has a length before it."""
    kind = [("fields", ">i2")]
    for name, (type_, _) in fields.items():
        kind += [(f"{name}_length", ">i4"), (name, type_)]
    rows = np.zeros(count, dtype=kind)
    rows["fields"] = len(fields)
    for name, (_, values) in fields.items():
        rows[f"{name}_length"] = rows.dtype[name].itemsize
        rows[name] = values
    return bytes(rows.tobytes())


HALVES = [("dimensions", ">i2"), ("unused", ">i2"), ("numbers", ">f2", (DIMENSIONS,))]


def halves(rows: Any) -> Any:
    """halfvec, as it is sent."""
    made = np.zeros(len(rows), dtype=HALVES)
    made["dimensions"], made["numbers"] = DIMENSIONS, rows
    return made


def write(folder: Path, count: int) -> None:
    """Everything the benchmark reads: rows, codebook, queries with what is nearest."""
    about, labels = company(count, 1)
    centres = codebook().astype("f2").astype("f4")
    kept = np.lib.format.open_memmap(folder / "vectors.npy", "w+", "f2", (count, DIMENSIONS))
    with (folder / "rows.copy").open("wb") as file:
        file.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
        for begin in range(0, count, SLICE):
            rows = vectors(about[begin : begin + SLICE], begin + 5).astype("f2")
            kept[begin : begin + SLICE] = rows
            file.write(_slice(rows, labels[begin : begin + SLICE], begin))
        file.write(b"\xff\xff")
    np.save(folder / "labels.npy", labels + FIRST_LABEL)
    with (folder / "centres.txt").open("w") as text:
        text.writelines(f"{_text(row)}\n" for row in centres)
    _ask(folder, about, labels, kept)


def _slice(rows: Any, labels: Any, begin: int) -> bytes:
    count = len(rows)
    fields = {
        "space": (">i2", 1),
        "number": (">i8", np.arange(begin + 1, begin + count + 1)),
        "label": (">i4", labels + FIRST_LABEL),
        "portfolio": ("V16", np.void(bytes(15) + b"\1")),
        "vector": (HALVES, halves(rows)),
    }
    return copied(fields, count)


def _ask(folder: Path, about: Any, labels: Any, rows: Any) -> None:
    """Label sets by share; near a passage of any label, of a permitted one, of a hidden one; the exact nearest ten."""
    dice = np.random.default_rng(11)
    told = {str(share): _asked(share, about, labels, rows, dice) for share in SHARES}
    (folder / "asked.json").write_text(json.dumps(told), encoding="utf-8")
    add_everything(folder, about, labels, rows)


def add_everything(folder: Path, about: Any, labels: Any, rows: Any) -> None:
    """Chances of its own, so that it is the same whenever it is added."""
    told = json.loads((folder / "asked.json").read_text(encoding="utf-8"))
    told[str(EVERYTHING)] = _asked(EVERYTHING, about, labels, rows, np.random.default_rng(12))
    (folder / "asked.json").write_text(json.dumps(told), encoding="utf-8")


def _asked(share: float, about: Any, labels: Any, rows: Any, dice: Any) -> dict[str, Any]:
    permitted = _permitted(np.bincount(labels, minlength=LABELS), share / 100 * len(labels), dice)
    may = np.isin(labels, permitted)
    near = {
        "independent": np.arange(len(labels)),
        "correlated": np.flatnonzero(may),
        "anti": np.flatnonzero(~may),
    }
    told: dict[str, Any] = {"labels": [FIRST_LABEL + label for label in permitted], "rows": int(may.sum())}
    for kind, among in near.items():
        if not len(among):
            continue
        base = about[dice.choice(among, ASKED)]
        asked = vectors(base + ASIDE * dice.standard_normal(base.shape), int(share * 10) + len(kind))
        asked = asked.astype("f2").astype("f4")
        nearest = _nearest(asked, rows, np.flatnonzero(may))
        told[kind] = [[_text(one), found.tolist()] for one, found in zip(asked, nearest, strict=True)]
    return told


def _text(vector: Any) -> str:
    return f"[{','.join(f'{number:.6g}' for number in vector)}]"


def _permitted(sizes: Any, wanted: float, dice: Any) -> list[int]:
    """Labels by chance that hold so many rows together; the largest one only where half is wanted."""
    chosen, held = ([0], sizes[0]) if wanted >= LARGEST * sizes.sum() else ([], 0)
    for label in dice.permutation(np.arange(1, LABELS)):
        if held + sizes[label] <= wanted:
            chosen.append(int(label))
            held += sizes[label]
    return chosen


def _nearest(asked: Any, rows: Any, among: Any) -> Any:
    """Numbers of the ten nearest of these rows to each query, in 32-bit floats."""
    best = np.zeros((len(asked), 0)), np.zeros((len(asked), 0), dtype="i8")
    for begin in range(0, len(among), SLICE):
        part = among[begin : begin + SLICE]
        scores = np.concatenate([best[0], asked @ rows[part].astype("f4").T], axis=1)
        numbers = np.concatenate([best[1], np.broadcast_to(part + 1, (len(asked), len(part)))], axis=1)
        order = np.argsort(-scores, axis=1)[:, :10]
        best = np.take_along_axis(scores, order, 1), np.take_along_axis(numbers, order, 1)
    return best[1]


if __name__ == "__main__":
    files = Path(sys.argv[1])
    if (files / "asked.json").exists():
        held = np.load(files / "vectors.npy", mmap_mode="r")
        add_everything(files, *company(int(sys.argv[2]), 1), held)
    else:
        write(files, int(sys.argv[2]))
