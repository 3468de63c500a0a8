"""When text is handed to the reader."""

import asyncio

from kaas.inference.handing_over import SentenceBuffer


def _handed(held_seconds: float, *steps: str | float, final: str | None = None) -> list[str]:
    handed: list[str] = []

    async def work() -> None:
        buffer = SentenceBuffer(lambda piece: handed.append(piece.text), held_seconds)
        for step in steps:
            if isinstance(step, float):
                await asyncio.sleep(step)
            else:
                buffer.add(step)
        if final is not None:
            buffer.finish(final)
        await asyncio.sleep(0)

    asyncio.run(work())
    return handed


def test_a_sentence_comes_whole() -> None:
    assert _handed(3600, "The ", "film", " conducts", ".", " It") == ["The film conducts.", " It"]
    assert _handed(3600, "膜は", "導電", "する。「", "はい", "」") == ["膜は導電する。「", "はい", "」"]


def test_nothing_is_held_for_long() -> None:
    assert _handed(0.0, "no end", 0.01, " yet", 0.01) == ["no end", " yet"]


def test_the_end_hands_over_the_rest_and_what_the_reader_had_kept() -> None:
    assert _handed(3600, "One. ", "Two", final="One. Two <|") == ["One. ", "Two", " <|"]
    assert _handed(3600, final="") == []
