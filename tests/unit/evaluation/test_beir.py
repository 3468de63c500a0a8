import gzip
from pathlib import Path

import pytest

from kaas.evaluation.beir import Dataset, DatasetError, Document, read_dataset

FILES = {
    "corpus.jsonl": '{"_id": "d1", "title": "電池", "text": "正極"}\n\n{"_id": 2, "text": "anode"}\n',
    "queries.jsonl": '{"_id": "q1", "text": "cathode?"}\n{"_id": "q2", "text": "anode?"}\n',
    "qrels/test.tsv": "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\t2\t0\nq2\t2\t2\n",
}
EXPECTED = Dataset(
    documents={"d1": Document("電池", "正極"), "2": Document("", "anode")},
    queries={"q1": "cathode?", "q2": "anode?"},
    judgements={"q1": {"d1": 1, "2": 0}, "q2": {"2": 2}},
)


def write(folder: Path, **changes: str | bytes | None) -> Path:
    """A valid folder with some files changed (by name, / and . as _), None leaves one out."""
    (folder / "qrels").mkdir(exist_ok=True)
    for name, content in FILES.items():
        changed = changes.get(name.replace("/", "_").replace(".", "_"), content)
        if changed is not None:
            (folder / name).write_bytes(changed if isinstance(changed, bytes) else changed.encode())
    return folder


def test_a_folder(tmp_path: Path) -> None:
    assert read_dataset(write(tmp_path)) == EXPECTED


def test_a_compressed_folder(tmp_path: Path) -> None:
    write(tmp_path)
    for name in FILES:
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress((tmp_path / name).read_bytes()))
        (tmp_path / name).unlink()
    assert read_dataset(tmp_path) == EXPECTED


def test_a_byte_order_mark_and_windows_lines(tmp_path: Path) -> None:
    changed = ("\ufeff" + FILES["corpus.jsonl"].replace("\n", "\r\n")).encode()
    qrels = FILES["qrels/test.tsv"].replace("\n", "\r\n")
    assert read_dataset(write(tmp_path, corpus_jsonl=changed, qrels_test_tsv=qrels)) == EXPECTED


def test_judgements_need_no_heading(tmp_path: Path) -> None:
    qrels = FILES["qrels/test.tsv"].split("\n", 1)[1]
    assert read_dataset(write(tmp_path, qrels_test_tsv=qrels)) == EXPECTED


def test_test_judgements_go_before_others(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "qrels" / "train.tsv").write_text("nonsense")
    assert read_dataset(tmp_path) == EXPECTED


def test_without_test_judgements_all_count(tmp_path: Path) -> None:
    write(tmp_path, qrels_test_tsv=None)
    (tmp_path / "qrels" / "dev.tsv").write_text("q1\td1\t1\n")
    (tmp_path / "qrels" / "train.tsv").write_text("q2\t2\t1\n")
    assert read_dataset(tmp_path).judgements == {"q1": {"d1": 1}, "q2": {"2": 1}}


def test_a_judgement_of_nought_on_an_absent_document_is_ignored(tmp_path: Path) -> None:
    qrels = FILES["qrels/test.tsv"] + "q1\tabsent\t0\n"
    assert read_dataset(write(tmp_path, qrels_test_tsv=qrels)) == EXPECTED


@pytest.mark.parametrize(
    ("changes", "file", "line", "reason"),
    [
        ({"corpus_jsonl": None}, "corpus.jsonl", None, "no such file"),
        ({"corpus_jsonl": ""}, "corpus.jsonl", None, "empty"),
        ({"corpus_jsonl": '{"_id": "a", "text": "x"}\n{oops\n'}, "corpus.jsonl", 2, "not a JSON object"),
        ({"corpus_jsonl": "[" * 100_000}, "corpus.jsonl", 1, "not a JSON object"),
        ({"corpus_jsonl": "[1]\n"}, "corpus.jsonl", 1, "not a JSON object"),
        ({"corpus_jsonl": '{"text": "x"}\n'}, "corpus.jsonl", 1, "'_id' is absent"),
        ({"corpus_jsonl": '{"_id": " ", "text": "x"}\n'}, "corpus.jsonl", 1, "'_id' is absent"),
        ({"corpus_jsonl": '{"_id": true, "text": "x"}\n'}, "corpus.jsonl", 1, "'_id' is absent"),
        ({"corpus_jsonl": '{"_id": "a"}\n'}, "corpus.jsonl", 1, "'text' is absent"),
        ({"corpus_jsonl": '{"_id": "a", "text": "x", "title": []}\n'}, "corpus.jsonl", 1, "'title' is"),
        ({"corpus_jsonl": '{"_id": "a", "text": "x"}\n' * 2}, "corpus.jsonl", 2, "already used in line 1"),
        ({"corpus_jsonl": b'{"_id": "a", "text": "x"}\n\xff\n'}, "corpus.jsonl", 2, "not UTF-8"),
        ({"queries_jsonl": None}, "queries.jsonl", None, "no such file"),
        ({"queries_jsonl": "{}"}, "queries.jsonl", 1, "'_id' is absent"),
        ({"qrels_test_tsv": None}, "qrels", None, "no .tsv file"),
        ({"qrels_test_tsv": ""}, "qrels", None, "no judgement"),
        ({"qrels_test_tsv": "q1\td1\t0\n"}, "qrels", None, "no judgement"),
        ({"qrels_test_tsv": "q1 d1 1\n"}, "test.tsv", 1, "1 columns"),
        ({"qrels_test_tsv": "q1\td1\t1\nq1\td1\thigh\n"}, "test.tsv", 2, "no whole number"),
        ({"qrels_test_tsv": "q9\td1\t1\n"}, "test.tsv", 1, "no query has the id 'q9'"),
        ({"qrels_test_tsv": "q1\td9\t1\n"}, "test.tsv", 1, "no document has the id 'd9'"),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, changes: dict[str, str | bytes | None], file: str, line: int | None, reason: str
) -> None:
    with pytest.raises(DatasetError) as raised:
        read_dataset(write(tmp_path, **changes))
    assert raised.value.path.name == file
    assert raised.value.line == line
    assert file in str(raised.value)
    assert reason in str(raised.value)
    assert (f"line {line}" in str(raised.value)) == (line is not None)


def test_an_absent_folder(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no such folder"):
        read_dataset(tmp_path / "absent")


@pytest.mark.parametrize("damage", [slice(0, 40), slice(0, 0), slice(5, None)])
def test_a_damaged_compressed_file(tmp_path: Path, damage: slice) -> None:
    write(tmp_path, corpus_jsonl=None)
    whole = gzip.compress(FILES["corpus.jsonl"].encode())
    (tmp_path / "corpus.jsonl.gz").write_bytes(whole[damage])
    with pytest.raises(DatasetError, match=r"corpus\.jsonl\.gz.*(damaged|empty)"):
        read_dataset(tmp_path)
