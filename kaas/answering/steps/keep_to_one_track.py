"""What an answer rests on lies on one track together, or nobody of a single track could read it (ARCHITECTURE "Access")."""

from collections.abc import Sequence

from governance.access.labels import have_common_track
from kaas.answering.draft import Draft
from kaas.retrieval.search import Hit


def keep_to_one_track(draft: Draft) -> None:
    """Leave out the passages that share no track with those before them. The best ones, and the turns before, come first."""
    kept = [*draft.turn_labels]
    if have_common_track({*kept, *_labels(draft.evidence)}):
        return
    evidence = []
    for hit in draft.evidence:
        if have_common_track({*kept, hit.document.label_id}):
            kept.append(hit.document.label_id)
            evidence.append(hit)
    draft.evidence = evidence
    draft.named = [hit for hit in draft.named if hit in evidence]


def _labels(hits: Sequence[Hit]) -> list[int]:
    return [hit.document.label_id for hit in hits]
