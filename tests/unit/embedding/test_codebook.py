"""The cells of a model come from published texts alone, the same ones wherever the same model reads them."""

import hashlib
import math

import pytest

from portfolios.vectors import codebook
from portfolios.vectors.codebook import centres, published_texts
from tests.doubles.embedders import WordEmbedder, cosine


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codebook, "CELLS", 60)


def test_the_list_is_the_one_of_its_name() -> None:
    """Whoever changes the list gives it another name: spaces keep the cells they began with, and say of which list."""
    texts = published_texts()
    assert (len(texts), len(set(texts))) == (256, 256)
    assert all(text.strip() == text != "" for text in texts)
    held = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    assert (codebook.NAME, held[:16]) == ("published-1", "740c730c5bb0b87c")


def test_centres_lie_where_the_model_puts_texts() -> None:
    embedder = WordEmbedder(dimensions=48)
    read = embedder.embed(published_texts())
    readable = [vector for vector in read if vector is not None]
    assert 16 < len(readable) < len(read), "Japanese it cannot read"
    made = centres(read, 48)
    assert made == centres(read, 48)
    assert len(made) == 60
    assert all(math.hypot(*centre) == pytest.approx(1) for centre in made)
    middle = [math.fsum(numbers) for numbers in zip(*readable, strict=True)]
    aside = [math.fsum(numbers) for numbers in zip(*made, strict=True)]
    assert cosine(middle, aside) > 0.5
    assert len({tuple(round(number, 6) for number in centre) for centre in made}) == 60


@pytest.mark.parametrize("readable", [0, 1, 15])
def test_a_model_that_reads_hardly_any_has_cells_all_the_same(readable: int) -> None:
    made = centres([[1.0] * 8] * readable + [None] * (256 - readable), 8)
    assert len(made) == 60
    assert all(math.hypot(*centre) == pytest.approx(1) for centre in made)


def test_texts_that_are_all_alike_make_cells_that_are() -> None:
    made = centres([[3.0, 4.0]] * 20, 2)
    assert all(centre == pytest.approx([0.6, 0.8]) for centre in made)
