"""What an answer rests on lies on one track together, or nobody of a single track could read it (ARCHITECTURE "Access")."""

from kaas.answering.draft import Draft
from kaas.answering.labelling import on_one_track


def keep_to_one_track(draft: Draft) -> None:
    """Leave out the passages that share no track with those before them. The best ones, and the turns before, come first."""
    draft.evidence = on_one_track(draft.evidence, draft.turn_labels)
    draft.named = [(hit, text) for hit, text in draft.named if hit in draft.evidence]
