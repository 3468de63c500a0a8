"""An answer keeps to what lies on one track together; which labels do, the database says (tests/verification)."""

from collections.abc import Collection
from dataclasses import replace

import pytest

from kaas.answering import labelling
from kaas.answering.draft import Draft
from kaas.answering.steps import keep_to_one_track as step
from kaas.retrieval.search import Hit
from tests.doubles.found import hit

EVERYWHERE, HQ, CN, HQ_AND_CN = 1, 2, 3, 4
TRACKS = {EVERYWHERE: {"hq", "west", "cn"}, HQ: {"hq"}, CN: {"cn"}, HQ_AND_CN: {"hq", "cn"}}


@pytest.fixture(autouse=True)
def _tracks(monkeypatch: pytest.MonkeyPatch) -> None:
    def together(labels: Collection[int]) -> bool:
        return bool(set.intersection(*(TRACKS[label] for label in {EVERYWHERE, *labels})))

    monkeypatch.setattr(labelling, "have_common_track", together)


def of(label: int, rank: int) -> Hit:
    found = hit(f"Passage {rank}.", rank=rank, title=f"Document {rank}")
    return replace(found, document=replace(found.document, label_id=label))


@pytest.mark.parametrize(
    ("turns", "labels", "kept"),
    [
        ([], [HQ, EVERYWHERE, HQ_AND_CN], [1, 2, 3]),
        ([], [HQ_AND_CN, CN, HQ, EVERYWHERE], [1, 2, 4]),
        ([HQ], [CN, EVERYWHERE], [2]),
        ([], [], []),
    ],
    ids=["all lie together", "the best decide", "turns before decide", "nothing found"],
)
def test_what_lies_on_no_track_with_the_better_is_left_out(
    turns: list[int], labels: list[int], kept: list[int]
) -> None:
    draft = Draft("Which?")
    draft.turn_labels = turns
    draft.evidence = [of(label, rank) for rank, label in enumerate(labels, start=1)]
    draft.named = [(one, one.passage.text) for one in draft.evidence[1:]]
    step.keep_to_one_track(draft)
    assert [hit.rank for hit in draft.evidence] == kept
    assert [hit.rank for hit, _ in draft.named] == [rank for rank in kept if rank > 1]
